import type { Operation } from '../service.ts';
import { describeOperations } from './describe.ts';
import { eventInvokeOperations } from './event-invoke-config.ts';
import type { Functions } from './functions.ts';
import { invokeOperations } from './invoke.ts';
import { permissionOperations } from './permission.ts';
import type { Surroundings } from './surroundings.ts';

/** AWS Lambda. Its functions are the consumers of the configuration, so there is nothing that creates or deletes one. */
export function lambda(functions: Functions, { scene }: Surroundings): Readonly<Record<string, Operation>> {
  return {
    ...invokeOperations(functions),
    ...describeOperations(functions),
    ...eventInvokeOperations(functions, () => scene.agenda.now()),
    ...permissionOperations(functions),
  };
}
