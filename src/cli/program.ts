import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { Problem } from '../problem.ts';
import { CHANNELS, type EmitFlags, STAGES } from './emit-flags.ts';
import type { PolicyFlags } from './aws.ts';
import type { RulesFlags } from './rules.ts';
import type { CleanFlags } from './clean.ts';
import { FORMATS, type HistoryFlags } from './history-flags.ts';
import type { TestFlags } from './pattern.ts';
import type { ServeFlags } from './serve.ts';
import { AWS_STRATEGIES, BUSES, DEFAULT_SPEED, LOCALSTACK_IMAGE } from '../bus/bus-spec.ts';
import { PROFILES, toSeed } from './own-flags.ts';

/** Reads the command lines of every verb but a plain `run`, and prints all help. */
export async function parse(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version arrive as errors too, with nothing left to say.
    if (error.exitCode === 0) return;
    if (error.code === 'commander.help')
      throw new Problem('USAGE', 'Cannot tell what to do: no verb is given', { cause: error });
    throw new Problem('USAGE', `Cannot read the command line: ${inOurWords(error.message)}`, {
      cause: error,
    });
  }
}

/** Commander writes `error: unknown option '--sed'` and on a new line `(Did you mean --seed?)`. */
function inOurWords(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\s*\(Did you mean (.*?)\?\)\s*$/s, ', did you mean "$1"')
    .replaceAll(/'([^']*)'/g, '"$1"');
}

function program(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  const root = new Command('ecreplay')
    .description(
      'Rehearses what Amazon ECR tells the world: CloudTrail records and EventBridge events from a scenario file, delivered to your consumers and judged.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', example('ecreplay run scenarios', 'ecreplay <verb> --help') + EXIT_CODES);
  describeRun(root);
  describeEmit(root);
  describeHistory(root);
  describeCheck(root);
  describeServe(root);
  describePattern(root);
  describeRules(root);
  describeClean(root);
  describeAws(root);
  return root;
}

const EXIT_CODES = `
Exit codes:
  0    every promise is kept
  1    a promise is broken
  2    the input is wrong: usage, configuration or scenario
  3    the environment is missing something
  70   a defect of ecreplay
  130  interrupted
`;

function example(...commands: readonly string[]): string {
  return `\n${commands.length > 1 ? 'Examples' : 'Example'}:\n${commands.map((command) => `  $ ${command}\n`).join('')}`;
}

const seed = (): Option =>
  new Option('--seed <seed>', "draw ids, digests and faults from this seed instead of the scenario's own").argParser(
    toSeed,
  );
const profile = (): Option =>
  new Option('--profile <name>', 'word records as real accounts show them or as the AWS documents do').choices(
    PROFILES,
  );

/** For its help only: `verbs.ts` takes a run past this parser. */
function describeRun(root: Command): void {
  root
    .command('run')
    .summary('rehearse scenarios and judge the consumers')
    .description(
      'Rehearses scenarios and judges the consumers. A scenario is a test of Vitest, whose options all hold: --reporter, --outputFile, --shard, -t, --watch, --bail, --retry and more.',
    )
    .argument('[paths...]', 'scenario files, or folders of them', ['scenarios'])
    .addOption(new Option('--bus <name>', 'the bus to deliver on').choices(BUSES))
    .option('--endpoint <url>', 'where that bus is: a LocalStack that runs already, or what stands in for AWS')
    .option('--image <name>', `the image that LocalStack is started from; ${LOCALSTACK_IMAGE} unless told`)
    .option(
      '--speed <number>',
      `on a bus in real time, how many seconds between deliveries pass in one; ${DEFAULT_SPEED} unless told`,
    )
    .addOption(new Option('--strategy <name>', 'how a real account is reached').choices(AWS_STRATEGIES))
    .addOption(
      new Option('--allow <name>', 'targets of a real account that are sent to only when named').choices(['ssm']),
    )
    .option('--yes', 'also where names in a real account look like production')
    .option('--dry-run', 'print the calls to a real account, and make none')
    .addOption(seed())
    .addOption(profile())
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts above each scenario unless told')
    .allowUnknownOption()
    .addHelpText(
      'after',
      example(
        'ecreplay run scenarios',
        'ecreplay run scenarios/push.yaml --seed 7 --reporter junit --outputFile report.xml',
      ),
    );
}

function describeEmit(root: Command): void {
  root
    .command('emit')
    .summary('print what AWS would say, one record or event a line')
    .description(
      'Prints the CloudTrail records and EventBridge events of a scenario, one a line in order of time, and nothing else.',
    )
    .argument('<file>', 'a scenario file')
    .addOption(new Option('--channel <name>', 'only what travels this way').choices(CHANNELS))
    .addOption(new Option('--stage <name>', 'what to print').choices(STAGES).default('emission'))
    .addOption(seed())
    .addOption(profile())
    .option(
      '--all-management-events',
      'also the Get, List and Describe events that only a rule in state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS sees',
    )
    .addHelpText('after', example('ecreplay emit scenarios/push.yaml --channel eventbridge | jq .detail'))
    .action(async (file: string, flags: EmitFlags) => {
      const { emit } = await import('./emit.ts');
      await emit(file, flags);
    });
}

function describeHistory(root: Command): void {
  root
    .command('history')
    .summary("print what would stand in CloudTrail's event history")
    .description(
      "Prints what a scenario, or a recording, would leave in CloudTrail's event history of its account and Region, the newest first, and nothing else: as a table, or as the console downloads it.",
    )
    .argument('<file>', 'a scenario file, or CloudTrail records as JSON, one a line or a log file of CloudTrail')
    .option(
      '--attribute <key=value>',
      'only events that have it: EventId, EventName, ReadOnly, Username, ResourceType, ResourceName, EventSource or AccessKeyId; one, as LookupEvents takes it',
      once,
    )
    .option('--start-time <time>', 'only events from then on, such as 2026-01-15T09:30:00Z')
    .option('--end-time <time>', 'only events until then')
    .addOption(new Option('--format <name>', 'how to print them').choices(FORMATS).default('table'))
    .addOption(seed())
    .addOption(profile())
    .addHelpText(
      'after',
      example(
        'ecreplay history scenarios/push.yaml --attribute EventName=PutImage',
        'ecreplay history scenarios/push.yaml --format csv > event_history.csv',
      ),
    )
    .action(async (file: string, flags: HistoryFlags) => {
      const { history } = await import('./history.ts');
      await history(file, flags);
    });
}

/** LookupEvents takes one attribute. */
function once(value: string, before: string | undefined): string {
  if (before === undefined) return value;
  throw new InvalidArgumentError('the event history is searched by one attribute at a time');
}

function describeCheck(root: Command): void {
  root
    .command('check')
    .summary('read scenarios and print every problem in them')
    .description('Reads scenarios without running them, and prints every problem of every file.')
    .addArgument(new Argument('[paths...]', 'scenario files, or folders of them').default(['scenarios']))
    .addHelpText('after', example('ecreplay check scenarios'))
    .action(async (paths: readonly string[]) => {
      const { check } = await import('./check.ts');
      await check(paths);
    });
}

function describeServe(root: Command): void {
  root
    .command('serve')
    .summary('serve the embedded AWS to any language')
    .description(
      'Serves the embedded AWS on one port of this machine, for whatever reads AWS_ENDPOINT_URL. What the configuration names is there, and its consumers run when their rules match.',
    )
    .addOption(new Option('--port <number>', 'the port to listen on').argParser(toPort).default(4577))
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts above this folder unless told')
    .addOption(new Option('--clock <kind>', 'the time to go by').choices(['real', 'manual']).default('real'))
    .option(
      '--enforce-permissions',
      'let rules and topics send only where a resource policy or a role lets them, as AWS does; without it only policies that somebody has written count, because most tests make queues and functions without any',
    )
    .addOption(
      new Option(
        '--throttle <number>',
        'how many requests of PutEvents are taken in a second, as AWS has a quota for them; any number unless told',
      ).argParser(toCount),
    )
    .option('--verify-signatures', "refuse requests that are not signed with this environment's own credentials")
    .addOption(
      new Option('--allow-host <name>', 'another name under which this machine may be called; may be repeated')
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], 'none'),
    )
    .addOption(new Option('--account <id>', 'the account that is served').argParser(toAccount).default('123456789012'))
    .addOption(new Option('--region <name>', 'the region that is served').env('AWS_REGION').default('us-east-1'))
    .addOption(seed().default(1))
    .addHelpText('after', example('ecreplay serve --port 4577', 'ecreplay serve --clock manual'))
    .action(async (flags: ServeFlags) => {
      const { serve } = await import('./serve.ts');
      await serve(flags);
    });
}

function describeClean(root: Command): void {
  root
    .command('clean')
    .summary('take away what killed runs have left on LocalStack or in an account')
    .description(
      'Takes away the buses, rules, queues and containers of runs on this machine that were killed before they could do so themselves. With an endpoint it looks there too, by the tags that each run gives.',
    )
    .option('--endpoint <url>', 'also look on the LocalStack there')
    .addOption(new Option('--account <id>', 'as this account of it').default('123456789012'))
    .addOption(new Option('--region <name>', 'in this region of it').env('AWS_REGION').default('us-east-1'))
    .option('--all', 'there, also what a run on another machine may still need')
    .addHelpText('after', example('ecreplay clean', 'ecreplay clean --endpoint http://127.0.0.1:4566 --all'))
    .action(async (flags: CleanFlags) => {
      const { clean } = await import('./clean.ts');
      await clean(flags);
    });
}

function describeAws(root: Command): void {
  const aws = root
    .command('aws')
    .summary('print what a real account has to allow')
    .description('What has to do with a real account.');
  aws
    .command('policy')
    .description(
      'Prints the IAM policy with the least that a strategy needs to deliver what the rules of the configuration match.',
    )
    .addOption(
      new Option('--strategy <name>', 'how the account is reached; as the configuration says unless told').choices(
        AWS_STRATEGIES,
      ),
    )
    .option('--account <id>', 'the account; as the configuration says unless told')
    .option('--region <name>', 'the region; as the configuration says unless told')
    .option('--role <arn>', 'the role that clones are sent as; as the configuration says unless told')
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts above this folder unless told')
    .addHelpText('after', example('ecreplay aws policy --strategy clone --account 123456789012 --region us-east-1'))
    .action(async (flags: PolicyFlags) => {
      const { policy } = await import('./aws.ts');
      await policy(flags);
    });
}

function describePattern(root: Command): void {
  const pattern = root
    .command('pattern')
    .summary('test and lint event patterns')
    .description('Tests event patterns against events, and finds what EventBridge refuses or no ECR event can match.');
  pattern
    .command('test')
    .description(
      'Says of each event whether the pattern matches it, and if not, why. Exit code 1 when one does not match.',
    )
    .requiredOption('--pattern <file>', 'the event pattern, JSON; - for standard input')
    .requiredOption('--event <file>', 'an event, or one on each line, JSON; - for standard input')
    .option('--json', 'print explanations as JSON, one a line')
    .addHelpText(
      'after',
      example(
        'ecreplay pattern test --pattern rule.json --event event.json',
        'ecreplay emit scenarios/push.yaml --channel eventbridge | ecreplay pattern test --pattern rule.json --event -',
      ),
    )
    .action(async (flags: TestFlags) => {
      const { testPattern } = await import('./pattern.ts');
      await testPattern(flags);
    });
  pattern
    .command('lint')
    .description(
      'Finds what EventBridge refuses (exit code 2) and what no event of Amazon ECR can ever match (exit code 1).',
    )
    .argument('<file>', 'the event pattern, JSON; - for standard input')
    .option('--json', 'print notes as JSON, one a line')
    .addHelpText('after', example('ecreplay pattern lint rule.json'))
    .action(async (file: string, flags: { json?: boolean }) => {
      const { lint } = await import('./pattern.ts');
      await lint(file, flags);
    });
}

function describeRules(root: Command): void {
  root
    .command('rules')
    .summary('read the rules of infrastructure code, and find what is wrong with them')
    .description(
      'Prints the rules of CloudFormation, SAM, CDK (cdk.out), Terraform (a plan, a state or .tf files) or the Serverless Framework, with their targets and permissions. Exit code 1 when one can never match an event of Amazon ECR, or may not send to its target, or has no input for it; 2 when EventBridge would refuse one.',
    )
    .argument('<paths...>', 'templates, plans, or folders of them')
    .addOption(
      new Option('--parameter <name=value>', 'what only a deployment knows; may be repeated')
        .argParser((text: string, before: Readonly<Record<string, string>>) => {
          const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
          if (name === undefined || value === undefined) throw new InvalidArgumentError('wanted Name=value');
          return { ...before, [name]: value };
        })
        .default({}, 'none'),
    )
    .addOption(new Option('--account <id>', 'the account that it is for').argParser(toAccount))
    .option('--region <name>', 'the region that it is for')
    .option('--json', 'print what was read as JSON')
    .addHelpText('after', example('ecreplay rules template.yaml --parameter Stage=prod', 'ecreplay rules cdk.out'))
    .action(async (paths: readonly string[], flags: RulesFlags) => {
      const { rules } = await import('./rules.ts');
      await rules(paths, flags);
    });
}

function toAccount(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('wanted twelve digits');
}

function toCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('wanted a whole number above zero');
}

function toPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('wanted a number up to 65535');
}
