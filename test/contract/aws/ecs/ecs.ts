import type { Promises } from '../place.ts';
import { DEFINITIONS } from './definitions.ts';
import { SERVICES } from './services.ts';
import { TASKS } from './tasks.ts';

/** What ECS promises. */
export const ECS: Promises = { ...DEFINITIONS, ...TASKS, ...SERVICES };
