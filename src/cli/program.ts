import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Problem } from '../problem.ts';
import { describeAws } from './describe/aws.ts';
import { describeCheck } from './describe/check.ts';
import { describeClean } from './describe/clean.ts';
import { describeCompletion } from './describe/completion.ts';
import { describeContract } from './describe/contract.ts';
import { describeDiff } from './describe/diff.ts';
import { describeDrift } from './describe/drift.ts';
import { describeEmit } from './describe/emit.ts';
import { describeExplain } from './describe/explain.ts';
import { describeExplore } from './describe/explore.ts';
import { describeExport } from './describe/export.ts';
import { describeHistory } from './describe/history.ts';
import { describeInit } from './describe/init.ts';
import { example } from './describe/options.ts';
import { describeLoad } from './describe/load.ts';
import { describePattern } from './describe/pattern.ts';
import { describeRecord } from './describe/record.ts';
import { describeRedact } from './describe/redact.ts';
import { describeReplay } from './describe/replay.ts';
import { describeRules } from './describe/rules.ts';
import { describeRun } from './describe/run.ts';
import { describeScenario } from './describe/scenario.ts';
import { describeServe } from './describe/serve.ts';
import { describeTrigger } from './describe/trigger.ts';
import { describeView } from './describe/view.ts';

/** Reads the command lines of every verb but a plain `run`, and prints all help. */
export async function parse(argv: readonly string[]): Promise<void> {
  const [verb, flag, ...words] = argv;
  if (verb === 'completion' && flag === '--words') {
    const { printCandidates } = await import('./completion.ts');
    // Words that are half typed are nothing that a command line could be read from.
    await printCandidates(program(), words);
    return;
  }
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

/** The whole command line as it is understood: its help is what there is to know of it. */
export function program(): Command {
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
  describeInit(root);
  describeRun(root);
  describeEmit(root);
  describeExport(root);
  describeHistory(root);
  describeTrigger(root);
  describeCheck(root);
  describeContract(root);
  describeExplore(root);
  describeScenario(root);
  describeDiff(root);
  describeDrift(root);
  describeLoad(root);
  describeServe(root);
  describePattern(root);
  describeRules(root);
  describeRecord(root);
  describeRedact(root);
  describeReplay(root);
  describeView(root);
  describeClean(root);
  describeAws(root);
  describeExplain(root);
  describeCompletion(root);
  return root;
}

const EXIT_CODES = `
Exit codes:
  0    every promise is kept
  1    a promise is broken
  2    the input is wrong: usage, configuration or scenario
  3    the environment is missing something
  4    a threshold of a load run is broken
  5    a recording still holds what it must not
  70   a defect of ecreplay
  130  interrupted
`;
