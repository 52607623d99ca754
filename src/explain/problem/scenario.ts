import type { ProblemCode } from '../../problem.ts';
import type { Page } from '../page.ts';

type Code = Extract<ProblemCode, `SCENARIO_${string}`>;

/** What can be wrong with a scenario. */
export const SCENARIO: Readonly<Record<Code, Page>> = {
  SCENARIO_SYNTAX: {
    means: 'The file is not YAML, or not YAML that a scenario can be: one document, no tags, not nested without end.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push: it is told.\nsteps: []\n' },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:2',
    },
    mend: 'A text with ": " or " #" in it stands in quotes. What opens a bracket or a quote closes it, and list items begin in one column.',
  },
  SCENARIO_DUPLICATE_KEY: {
    means: 'The same key stands twice in one place, so that one of the two would be lost without a word.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nversion: 1\nsteps:\n  - wait: 1s\n' },
      command: ['check', 'push.yaml'],
      says: 'the key "version" stands twice',
    },
    mend: 'Keep one of them. Several steps of a kind are items of a list, each with a "-" before it.',
  },
  SCENARIO_TAB: {
    means: 'A tab stands where YAML wants spaces.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nsteps:\n\t- wait: 1s\n' },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:4:1  SCENARIO_TAB',
    },
    mend: 'Indent with spaces: expand -t 2 push.yaml shows the file with spaces for tabs.',
  },
  SCENARIO_ALIAS: {
    means: 'An alias (*name) has no anchor (&name), leads into itself, or makes the file grow beyond all measure.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nsteps:\n  - push: *image\n' },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:4',
    },
    mend: 'Put the anchor before its first alias. A text that begins with * stands in quotes.',
  },
  SCENARIO_VERSION: {
    means: 'The file is of a version of the format that this ecreplay does not read.',
    example: {
      files: { 'push.yaml': 'version: 2\ndescription: A push.\nsteps:\n  - wait: 1s\n' },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:1:10  SCENARIO_VERSION',
    },
    mend: 'Write "version: 1", the only one there is; a file of a later version wants a later ecreplay.',
  },
  SCENARIO_UNKNOWN_STEP: {
    means: 'There is no such step, entry of given, fault or expectation.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nsteps:\n  - psuh: { image: "web:1.4.2" }\n' },
      command: ['check', 'push.yaml'],
      says: '"psuh" is not a step, did you mean "push"',
    },
    mend: 'Take the one that is meant. Whatever ECR\'s API can do besides is a step "call: { operation, request }".',
  },
  SCENARIO_UNKNOWN_KEY: {
    means: 'A key stands where it does not belong.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nsteps:\n  - push: { imgae: "web:1.4.2" }\n' },
      command: ['check', 'push.yaml'],
      says: '"imgae" is not a key of "push"',
    },
    mend: 'The message lists the keys that there are; an editor completes them where the first line of the file names the schema.',
  },
  SCENARIO_MISSING_KEY: {
    means: 'A key is missing that has to be there.',
    example: {
      files: { 'push.yaml': 'version: 1\nsteps:\n  - wait: 1s\n' },
      command: ['check', 'push.yaml'],
      says: 'has no "description"',
    },
    mend: 'Add it: the message says where, and the page on the format what it means.',
  },
  SCENARIO_WRONG_TYPE: {
    means: 'A value is of another type than wanted: a text for a list, a number for a text.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\naccount: 123456789012\nsteps:\n  - wait: 1s\n' },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:3:10  SCENARIO_WRONG_TYPE',
    },
    mend: 'Numbers that are names (accounts, tags such as 1.10) stand in quotes; lists in brackets or with "-" before each item.',
  },
  SCENARIO_WRONG_VALUE: {
    means: 'A value is of the right type and still cannot be: AWS would not take it, or it can never hold.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nregion: us-east-2a\nsteps:\n  - wait: 1s\n' },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:3:9  SCENARIO_WRONG_VALUE',
    },
    mend: 'The message says what is wanted, and the nearest value that would do where one is known.',
  },
  SCENARIO_WRONG_UNIT: {
    means: 'A length of time has no unit, or one that there is not.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nsteps:\n  - wait: 14\n' },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:4:11  SCENARIO_WRONG_UNIT',
    },
    mend: 'Units are ms, s, m, h and d: 250ms, 30s, 10m, 2h, 14d.',
  },
  SCENARIO_NAME_REFUSED: {
    means: 'ECR would refuse the name of a repository, a tag, or a prefix.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nsteps:\n  - createRepository: { name: Web }\n' },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:4:31  SCENARIO_NAME_REFUSED',
    },
    mend: 'Names of repositories are in lower case, with digits and single . _ - / between; the message says what ECR wants.',
  },
  SCENARIO_NOTHING_PUSHED: {
    means: 'A step needs an image that nobody has pushed, or that is deleted by then.',
    example: {
      files: {
        'pull.yaml':
          'version: 1\ndescription: A pull.\ngiven:\n  - repository: { name: web }\nsteps:\n  - pull: { image: "web:1.4.2" }\n',
      },
      command: ['check', 'pull.yaml'],
      says: 'pull.yaml:6:20  SCENARIO_NOTHING_PUSHED',
    },
    mend: 'Push it in a step before, or have it from the start: "- image: { image: …, pushed: … }" under given. Where the pull is to fail, "fails: ImageNotFound" says so.',
  },
  SCENARIO_NO_REPOSITORY: {
    means: 'A step speaks of a repository that is neither given nor created before.',
    example: {
      files: { 'push.yaml': 'version: 1\ndescription: A push.\nsteps:\n  - push: { image: "web:1.4.2" }\n' },
      command: ['check', 'push.yaml'],
      says: 'the repository "web" is neither given nor created before',
    },
    mend: 'Give it ("- repository: { name: web }" under given), create it in a step, or say that the step fails with RepositoryNotFoundException.',
  },
  SCENARIO_UNKNOWN_OPERATION: {
    means: 'ECR has no such operation, or none that the simulated registry acts out.',
    example: {
      files: {
        'call.yaml':
          'version: 1\ndescription: A call.\nsteps:\n  - call: { operation: DescribeRepositorys, request: {} }\n',
      },
      command: ['check', 'call.yaml'],
      says: 'call.yaml:4:24  SCENARIO_UNKNOWN_OPERATION',
    },
    mend: 'Operations are spelt as in the API reference: DescribeRepositories. What is not acted out can still be quoted: step "quote".',
  },
};
