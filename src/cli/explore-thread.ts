import type { Setup } from '../rehearse/setup.ts';
import { importNatively } from '../rehearse/rehearse.ts';
import { type Invariant, loadInvariant } from '../rehearse/invariants.ts';
import { CONTRACTS } from '../contract/contracts.ts';
import { judgeDrawn } from '../contract/judge-drawn.ts';
import { CONTRACT_NAMES, type ContractName } from '../scenario/contract-names.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { openPlayer, type Player } from '../explore/player.ts';
import { type Promises, promisesOf } from '../explore/promises.ts';
import { type Breach, type Covered, type Outcome, type Question, type Reach, search } from '../explore/search.ts';
import { toFile } from '../explore/to-file.ts';
import { scenarioAt } from '../explore/untried.ts';
import { inThread, type ProblemsTold } from './in-thread.ts';
import { unreached } from './unreached.ts';

/** What a search in a thread of its own is given. */
export interface Task {
  readonly setup: Setup;
  /** The consumer that is explored; others are there only where it leads to them. */
  readonly consumer: string;
  /** Functions over a run, `path#export`, relative to `home`. */
  readonly invariants: readonly string[];
  /** The folder of the configuration that a scenario will be run with. */
  readonly home: string;
  /** Contracts that it is held to, and to nothing else then; none unless told. */
  readonly contracts: readonly ContractName[];
  /** That no rule is known, so that everything reaches the consumer. */
  readonly hasNoRules: boolean;
  readonly reach: Pick<Reach, 'seed' | 'runs' | 'milliseconds' | 'skip'>;
  /** See `PlayerOptions.isCareful`. */
  readonly isCareful: boolean;
  /** The scenario of this number is drawn and not tried: nothing can stop its consumer. */
  readonly untried?: number;
}

/** A task with what is counted up for as long as its thread is not kept busy. */
export type WatchedTask = Task & { readonly pulse: Int32Array };

/** What was found, in words and as the text of a scenario file. */
export interface FoundFile {
  readonly breach: Breach;
  readonly scenario: Pick<Scenario, 'steps' | 'delivery'>;
  readonly text: string;
}

/** What such a thread tells. */
export type Message =
  | { readonly kind: 'beat'; readonly number: number }
  | { readonly kind: 'progress'; readonly tried: number }
  | ProblemsTold
  | { readonly kind: 'done'; readonly covered: Covered; readonly found?: FoundFile };

/** How often the thread shows that it lives. */
const PULSE = 100;
/** How often it is told which scenario is being tried. */
const BEATS = 64;

/** Searches as the task says, and tells what came of it. */
async function work(task: WatchedTask, tell: (message: Message) => void): Promise<void> {
  setInterval(() => void Atomics.add(task.pulse, 0, 1), PULSE).unref();
  const { setup, invariants: names, home, reach, isCareful } = task;
  const invariants = new Map<string, Invariant>();
  for (const named of names) invariants.set(named, await loadInvariant(named, home, importNatively));
  const consumers = [task.consumer];
  const promises = promisesOf(consumers, invariants);
  const player = await openPlayer(setup, { isCareful });
  if (task.untried !== undefined) {
    const scenario = await scenarioAt(player, questionOf(task, player, promises), reach, task.untried);
    await player[Symbol.asyncDispose]();
    if (scenario !== undefined) tell({ kind: 'done', ...busyReport(scenario, task.untried, promises.expect, task) });
    return;
  }
  let outcome: Outcome;
  try {
    outcome = await search(player, questionOf(task, player, promises), {
      ...reach,
      beat: (number) => {
        if (isCareful || number % BEATS === 1) tell({ kind: 'beat', number });
      },
      progress: (tried) => tell({ kind: 'progress', tried }),
    });
  } finally {
    await player[Symbol.asyncDispose]();
  }
  tell({ kind: 'done', ...report(outcome, promises.expect, consumers) });
}

/** What is asked: whether the consumer is sound, or keeps its contracts, which disturb what is delivered themselves. */
function questionOf({ setup, consumer, contracts, hasNoRules }: Task, player: Player, promises: Promises): Question {
  if (contracts.length === 0) return { judge: (played) => promises.judge(played) };
  const asked = CONTRACTS.filter(({ name }) => contracts.includes(name));
  const drawing = { setup, consumer, contracts: asked, ...(hasNoRules && { hasNoRules: true as const }) };
  return judgeDrawn(player, drawing);
}

/** Of a consumer that nothing can stop: the scenario it was given, as it was drawn. */
function busyReport(
  scenario: Scenario,
  tried: number,
  expect: ReturnType<typeof promisesOf>['expect'],
  { consumer: name, reach }: Task,
): Omit<Extract<Message, { kind: 'done' }>, 'kind'> {
  const breach: Breach = {
    key: `busy ${name}`,
    sentence: `${name} keeps its thread busy for ever after an await, where nothing can stop it, so this is the scenario as it was drawn`,
  };
  const { steps, delivery } = scenario;
  const { seed = 1 } = reach;
  return {
    covered: { tried, shrinking: 0, events: {}, faults: {}, invocations: 0, unrepeated: 0, seed },
    found: { breach, scenario: { steps, delivery }, text: toFile(scenario, breach, expect) },
  };
}

function report(
  { ...outcome }: Outcome,
  expect: ReturnType<typeof promisesOf>['expect'],
  consumers: readonly string[],
): Omit<Extract<Message, { kind: 'done' }>, 'kind'> {
  const { tried, shrinking, events, faults, invocations, unrepeated, seed } = outcome;
  const covered = { tried, shrinking, events, faults, invocations, unrepeated, seed };
  if (outcome.kind === 'nothing') {
    const found = invocations > 0 ? undefined : unreached(consumers, tried);
    return { covered, ...(found !== undefined && { found }) };
  }
  const { breach, played } = outcome;
  const { steps, delivery } = played.scenario;
  return {
    covered,
    found: {
      breach,
      scenario: { steps, delivery },
      text: toFile(played.scenario, breach, promised(breach, expect, consumers)),
    },
  };
}

/** A contract that is broken is the promise; any other is kept as far as anybody knows. */
function promised(breach: Breach, expect: Promises['expect'], [consumer = '']: readonly string[]): Promises['expect'] {
  const contract = CONTRACT_NAMES.find((name) => name === breach.contract);
  return contract === undefined ? expect : [{ consumer, contract }];
}

await inThread(work);
