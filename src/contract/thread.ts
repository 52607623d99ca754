import { parentPort, workerData } from 'node:worker_threads';
import { Problem, Problems } from '../problem.ts';
import { CONTRACTS } from './contracts.ts';
import { judgeContracts, type Trying, type Verdict } from './judge-contracts.ts';

/** What a trial in a thread of its own is given. */
export interface Task extends Pick<Trying, 'setup' | 'consumer' | 'seed' | 'key' | 'hasNoRules'> {
  /** The contracts, by name. */
  readonly names: readonly string[];
}

/** A verdict as it can be handed from one thread to another. */
export interface Told extends Omit<Verdict, 'contract'> {
  readonly name: string;
}

/** What such a thread tells. */
export type Message =
  | { readonly kind: 'verdict'; readonly told: Told }
  | { readonly kind: 'done'; readonly isReached: boolean }
  | { readonly kind: 'problems'; readonly problems: readonly Pick<Problem, 'code' | 'message' | 'place'>[] };

async function work({ names, ...trying }: Task, tell: (message: Message) => void): Promise<void> {
  const contracts = CONTRACTS.filter(({ name }) => names.includes(name));
  const { isReached } = await judgeContracts({
    ...trying,
    contracts,
    tell: ({ contract, ...verdict }) => tell({ kind: 'verdict', told: { ...verdict, name: contract.name } }),
  });
  tell({ kind: 'done', isReached });
}

/** What a consumer prints in hundreds of plays is of no use, and stands between what is told. */
function mute(): void {
  const swallow = (_text: unknown, encoding?: unknown, done?: unknown): boolean => {
    const told = typeof encoding === 'function' ? encoding : done;
    if (typeof told === 'function') setImmediate(() => void told());
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) stream.write = swallow;
}

if (parentPort !== null) {
  const port = parentPort;
  const tell = (message: Message): void => port.postMessage(message);
  mute();
  try {
    await work(workerData as Task, tell);
  } catch (error) {
    const problems = error instanceof Problems ? error.problems : error instanceof Problem ? [error] : undefined;
    if (problems === undefined) throw error;
    tell({ kind: 'problems', problems: problems.map(({ code, message, place }) => ({ code, message, place })) });
  }
}
