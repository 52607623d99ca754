import type { ProblemCode } from '../../problem.ts';
import type { Page } from '../page.ts';
import { PUSH } from '../sample.ts';

type Code = Extract<ProblemCode, `CONFIG_${string}` | `CONSUMER_${string}` | 'PATTERN_INVALID' | `RULES_${string}`>;

/** What can be wrong with a configuration, its rules and its consumers. */
export const CONFIG: Readonly<Record<Code, Page>> = {
  CONFIG_NOT_FOUND: {
    means: 'There is no ecreplay.config.ts where one is needed: rules and consumers are named there.',
    example: {
      files: { 'push.yaml': PUSH },
      command: ['run', 'push.yaml', '--config', 'nowhere.config.ts'],
      says: 'Cannot read the configuration "nowhere.config.ts": there is no such file',
    },
    mend: 'npx ecreplay init writes one for the rules of your infrastructure code; the nearest above a scenario holds for it.',
  },
  CONFIG_INVALID: {
    means: 'The configuration cannot be imported, or says something that it cannot say.',
    example: {
      files: {
        'push.yaml': PUSH,
        'ecreplay.config.mjs': 'export default { consumers: { deployer: { hadler: "deployer.mjs#handler" } } };\n',
      },
      command: ['trigger', 'push', '--to', 'deployer', '--config', 'ecreplay.config.mjs'],
      says: 'hadler',
    },
    mend: "Write it as defineConfig({ … }) with defineConfig from 'ecreplay/config': an editor then knows every member, and tsc finds what is misspelt.",
  },
  CONSUMER_UNKNOWN: {
    means: 'A scenario, a rule or a command names a consumer that the configuration does not have.',
    example: {
      files: {
        'push.yaml': `${PUSH}expect:\n  - consumer: deploier\n    invoked: 1\n`,
        'ecreplay.config.mjs': 'export default { consumers: { deployer: { handler: "deployer.mjs#handler" } } };\n',
      },
      command: ['run', 'push.yaml'],
      says: 'did you mean "deployer"',
    },
    mend: 'Name it as it stands under consumers in ecreplay.config.ts. A Lambda function behind a rule that was read from infrastructure code has its name there.',
  },
  CONSUMER_NOT_LOADED: {
    means:
      'The code of a consumer cannot be loaded: the file is not there, it does not export what is named, it throws as it is imported, or its command does not start.',
    example: {
      files: {
        'push.yaml': `${PUSH}expect:\n  - consumer: deployer\n    invoked: 1\n`,
        'ecreplay.config.mjs': 'export default { consumers: { deployer: { handler: "deployer.mjs#handler" } } };\n',
        'deployer.mjs': 'export function handle() {}\n',
      },
      command: ['run', 'push.yaml'],
      says: 'Cannot load consumer "deployer"',
    },
    mend: 'A handler is named "path#export", the path relative to the configuration. What it throws as it is imported is told as the cause; an environment variable that it lacks goes under environment.',
  },
  PATTERN_INVALID: {
    means: "EventBridge would refuse the event pattern. The message has EventBridge's own reason.",
    example: {
      files: { 'push.yaml': `${PUSH}expect:\n  - event: { pattern: { detail: { action-type: [{ begins: PU }] } } }\n` },
      command: ['check', 'push.yaml'],
      says: 'Unrecognized match type begins',
    },
    mend: 'Values stand in lists: { "action-type": ["PUSH"] }. npx ecreplay pattern lint FILE also tells what can be written and yet never matches an event of ECR.',
  },
  RULES_SYNTAX: {
    means: 'The infrastructure code that rules are read from is not YAML, JSON or HCL.',
    example: {
      files: { 'template.yaml': 'Resources:\n  Rule: { Type: AWS::Events::Rule\n' },
      command: ['rules', 'template.yaml'],
      says: 'RULES_SYNTAX',
    },
    mend: 'The place is where it stops being readable; what opens a bracket or a quote before it is a good guess.',
  },
  RULES_FORMAT: {
    means: 'The file or folder is of no format that rules can be read from.',
    example: {
      files: { 'infrastructure/notes.txt': 'later\n' },
      command: ['rules', 'infrastructure'],
      says: 'the folder has neither manifest.json, nor .tf files, nor a template',
    },
    mend: 'Rules are read from CloudFormation and SAM templates, cdk.out (cdk synth), terraform show -json, .tf files and serverless.yml.',
  },
  RULES_CYCLE: {
    means:
      'The infrastructure code goes round in circles: names, conditions or templates that lead back to themselves.',
    example: {
      files: {
        'push.yaml': PUSH,
        'ecreplay.config.mjs': "export default { rules: { from: './template.yaml' } };\n",
        'template.yaml': `Conditions:
  IsLive: { "Fn::Not": [{ Condition: IsTest }] }
  IsTest: { "Fn::Not": [{ Condition: IsLive }] }
Resources:
  Pushes:
    Type: AWS::Events::Rule
    Condition: IsLive
    Properties: { EventPattern: { source: [aws.ecr] } }
`,
      },
      command: ['run', 'push.yaml'],
      says: 'circle',
    },
    mend: 'Take one of the names in the message out of the circle; CloudFormation would refuse it too.',
  },
};
