import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { configFor, nameFor, setupFor } from '../explore/found-at.ts';
import { alone } from '../contract/alone.ts';
import { Problem } from '../problem.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import type { Setup } from '../rehearse/setup.ts';
import { compilePattern } from '../pattern/index.ts';
import { exitAtLeast } from './exit.ts';
import { checkReportName } from '../saved/report-name.ts';
import { unknownConsumer } from '../rule/unknown-consumer.ts';
import { CONTRACT_NAMES, type ContractName } from '../scenario/contract-names.ts';
import { type Explored, exploreApart } from './explore-apart.ts';
import type { FoundFile } from './explore-thread.ts';
import { makeFolder } from './make-folder.ts';
import { oneOf } from './one-of.ts';
import { reportFound } from './report-found.ts';
import { sayExplored } from './say-explored.ts';

/** Flags of `ecreplay explore`. */
export interface ExploreFlags {
  readonly seed: number | string;
  readonly runs?: number;
  readonly for?: number;
  readonly invariant?: readonly string[];
  readonly contract?: readonly string[];
  readonly rule?: string;
  readonly output?: string;
  readonly config?: string;
  readonly json?: true;
  readonly report?: string;
}

const DEFAULT_RUNS = 5_000;

/** `ecreplay explore`: searches for a scenario that breaks a consumer, and writes it. */
export async function explore(consumer: string, flags: ExploreFlags): Promise<void> {
  const { seed, for: milliseconds, runs, invariant: invariants = [], output, report } = flags;
  if (report !== undefined) checkReportName(report);
  if (output !== undefined && existsSync(output)) {
    throw new Problem('USAGE', `Cannot write "${output}": there is a file already`);
  }
  const setup = await setupOf(consumer, flags);
  const home = homeOf(consumer, setup, output);
  const explored = await exploreApart({
    setup,
    consumer: consumer.includes('#') ? nameFor(consumer) : consumer,
    home,
    invariants: invariants.map((named) => from(home, named)),
    contracts: contractsOf(flags),
    hasNoRules: consumer.includes('#') && flags.rule === undefined,
    isCareful: false,
    reach: {
      seed,
      runs: runs ?? (milliseconds === undefined ? DEFAULT_RUNS : 1_000_000_000),
      ...(milliseconds !== undefined && { milliseconds }),
    },
  });
  const { found } = explored;
  const say = (written: readonly string[], file?: string): void => {
    process.stdout.write(
      flags.json === true
        ? `${jsonOf(explored, written)}\n`
        : sayExplored(explored, { command: process.argv.slice(2), written, output: file }),
    );
  };
  if (report !== undefined)
    await reportFound(report, found === undefined ? [] : [{ name: 'found', text: found.text }], {
      setup,
      home,
      title: `ecreplay explore ${consumer}`,
    });
  if (found === undefined) return say([]);
  exitAtLeast(1);
  if (output === undefined) return say([]);
  try {
    say(writeFound(found, output, consumer, setup), output);
  } catch (cause) {
    // What took so long to find is told all the same.
    say([]);
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Problem('FILE_NOT_WRITTEN', `Cannot write "${output}": ${words}`, { cause });
  }
}

async function setupOf(consumer: string, { config, rule }: ExploreFlags): Promise<Setup> {
  if (consumer.includes('#')) {
    if (config !== undefined) {
      throw new Problem(
        'USAGE',
        `Cannot use "--config" with "${consumer}": a path is explored without a configuration`,
      );
    }
    return setupFor(consumer, process.cwd(), rule === undefined ? undefined : patternOf(rule));
  }
  if (rule !== undefined) {
    throw new Problem('USAGE', `Cannot use "--rule" with "${consumer}": the rules of the configuration hold`);
  }
  const file = config === undefined ? findConfig(process.cwd()) : resolve(config);
  if (file === undefined) {
    throw new Problem(
      'CONFIG_NOT_FOUND',
      `Cannot explore "${consumer}": there is no ecreplay.config.ts; a handler without one is named as "path#export"`,
    );
  }
  const setup = await loadSetup(file);
  if (!Object.hasOwn(setup.consumers, consumer)) {
    throw unknownConsumer('Cannot explore', consumer, Object.keys(setup.consumers), undefined);
  }
  // Others neither run nor are to blame.
  return alone(setup, consumer).setup;
}

function contractsOf({ contract: names = [] }: ExploreFlags): readonly ContractName[] {
  return names.includes('all') ? CONTRACT_NAMES : names.map((name) => oneOf('--contract', name, CONTRACT_NAMES));
}

function patternOf(text: string): Readonly<Record<string, unknown>> {
  compilePattern(text);
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

/** The folder whose configuration a scenario will be run with: what it names is relative to that. */
function homeOf(consumer: string, { root }: Setup, output: string | undefined): string {
  if (!consumer.includes('#') || output === undefined) return root;
  const folder = dirname(resolve(output));
  const config = findConfig(folder);
  return config === undefined ? folder : dirname(config);
}

/** A path as it is seen from a folder. */
function from(folder: string, path: string): string {
  const near = relative(folder, resolve(path)).replaceAll('\\', '/');
  return near.startsWith('.') ? near : `./${near}`;
}

/** Writes the scenario, and for a handler without a configuration also that, where there is none yet. */
function writeFound({ text }: FoundFile, output: string, consumer: string, setup: Setup): readonly string[] {
  const folder = dirname(resolve(output));
  makeFolder(folder);
  writeFileSync(output, text, { flag: 'wx' });
  if (!consumer.includes('#') || findConfig(folder) !== undefined) return [output];
  const config = join(folder, 'ecreplay.config.ts');
  writeFileSync(
    config,
    configFor(setup, (path) => from(folder, path)),
    { flag: 'wx' },
  );
  return [output, relative(process.cwd(), config)];
}

function jsonOf({ covered, found }: Explored, written: readonly string[]): string {
  return JSON.stringify({
    found: found !== undefined,
    ...covered,
    ...(found !== undefined && {
      breach: found.breach,
      steps: found.scenario.steps.length,
      faultsOfScenario: found.scenario.delivery.faults.length,
      scenario: found.text,
      written,
    }),
  });
}
