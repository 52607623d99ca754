import type { ProblemCode } from '../../problem.ts';
import type { Page } from '../page.ts';
import { COMMAND } from './command.ts';
import { CONFIG } from './config.ts';
import { FILE } from './file.ts';
import { LOAD } from './load.ts';
import { RECORDING } from './recording.ts';
import { SCENARIO } from './scenario.ts';

/** A page on every code of a problem. */
export const PROBLEM_PAGES: Readonly<Record<ProblemCode, Page>> = {
  ...COMMAND,
  ...FILE,
  ...CONFIG,
  ...SCENARIO,
  ...RECORDING,
  ...LOAD,
};
