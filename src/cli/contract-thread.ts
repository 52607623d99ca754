import { CONTRACTS } from '../contract/contracts.ts';
import { judgeContracts, type Trying, type Verdict } from '../contract/judge-contracts.ts';
import { inThread, type ProblemsTold } from './in-thread.ts';

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
  | ProblemsTold;

async function work({ names, ...trying }: Task, tell: (message: Message) => void): Promise<void> {
  const contracts = CONTRACTS.filter(({ name }) => names.includes(name));
  const { isReached } = await judgeContracts({
    ...trying,
    contracts,
    tell: ({ contract, ...verdict }) => tell({ kind: 'verdict', told: { ...verdict, name: contract.name } }),
  });
  tell({ kind: 'done', isReached });
}

await inThread(work);
