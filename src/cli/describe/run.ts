import { type Command, Option } from 'commander';
import { AWS_STRATEGIES, BUSES, DEFAULT_SPEED, LOCALSTACK_IMAGE } from '../../bus/bus-spec.ts';
import { example, profile, seed } from './options.ts';

/** Describes `ecreplay run` for its help only: `verbs.ts` takes a run past this parser. */
export function describeRun(root: Command): void {
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
    .option('--verbose', 'tell of every scenario what it promises and what happened, not only of broken ones')
    .addOption(seed())
    .addOption(profile())
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts above each scenario unless told')
    .option(
      '--report <file>',
      'write what happened to a page that shows it (.html), or to a file that "ecreplay view" opens (.json)',
    )
    .allowUnknownOption()
    .addHelpText(
      'after',
      example(
        'ecreplay run scenarios',
        'ecreplay run scenarios --report report.html',
        'ecreplay run scenarios/push.yaml --seed 7 --reporter junit --outputFile report.xml',
      ),
    );
}
