import type { Promises } from '../place.ts';
import { EXECUTIONS } from './executions.ts';
import { MACHINES } from './machines.ts';
import { MAP_RUNS } from './map-runs.ts';
import { STATES } from './states.ts';
import { TOKENS } from './tokens.ts';
import { TRIALS } from './trials.ts';
import { VERSIONS } from './versions.ts';

/** What Step Functions promises. */
export const SFN: Promises = { ...MACHINES, ...STATES, ...EXECUTIONS, ...TOKENS, ...MAP_RUNS, ...VERSIONS, ...TRIALS };
