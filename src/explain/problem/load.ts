import type { ProblemCode } from '../../problem.ts';
import type { Page } from '../page.ts';
import { CONFIG, PUSH } from '../sample.ts';

/** What can be wrong with a load run before it begins. */
export const LOAD: Readonly<Record<Extract<ProblemCode, `LOAD_${string}`>, Page>> = {
  LOAD_PLAN: {
    means: 'A load plan, or a flag that stands for a part of one, says something that it cannot say.',
    example: {
      files: { 'push.yaml': PUSH },
      command: ['load', 'push.yaml', '--rate', 'fast'],
      says: 'it is "fast", not a rate above 0 up to a million events a second',
    },
    mend: 'A rate is 100, 100/s or 6000/m; a plan has phases and flows, and its schema (schema/load.schema.json) completes it in an editor.',
  },
  LOAD_FLOW: {
    means:
      'A flow of a plan cannot be sent: the bus is told nothing of its scenario, or an event of it could not be told from others when it arrives.',
    example: {
      files: {
        'wait.yaml': 'version: 1\ndescription: Nothing happens.\nsteps:\n  - wait: 1s\n',
        'ecreplay.config.mjs': CONFIG,
        'deployer.mjs': 'export function handler() {}\n',
      },
      command: ['load', 'wait.yaml', '--rate', '10', '--duration', '1s'],
      says: 'the bus is told nothing of it',
    },
    mend: 'Take a scenario that makes AWS say something (npx ecreplay emit FILE --channel eventbridge shows what), or leave the event out with "only".',
  },
  LOAD_RESULT: {
    means:
      'A file is not the result of a load run, or results do not belong together: they are of other plans, or of the same shard.',
    example: {
      files: { '1.json': '{}\n' },
      command: ['load', 'merge', '1.json'],
      says: 'Cannot read the result "1.json": it is not the result of a load run',
    },
    mend: 'Results are what npx ecreplay load --out writes. All shards of a run have the same plan, --run and --start-at, and each its own --shard.',
  },
};
