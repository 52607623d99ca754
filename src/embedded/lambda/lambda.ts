import type { Operation } from '../service.ts';
import { describeOperations } from './describe.ts';
import type { Sources } from './event-source/mapping.ts';
import { mappingOperations } from './event-source/operations.ts';
import { eventInvokeOperations } from './event-invoke-config.ts';
import type { Functions } from './functions.ts';
import { invokeOperations } from './invoke.ts';
import { permissionOperations } from './permission.ts';
import type { Surroundings } from './surroundings.ts';

/** AWS Lambda. Its functions are the consumers of the configuration, so there is nothing that creates or deletes one. */
export function lambda(
  functions: Functions,
  surroundings: Surroundings & { readonly neighbours: Sources },
): Readonly<Record<string, Operation>> {
  const { agenda } = surroundings.scene;
  return {
    ...invokeOperations(functions),
    ...describeOperations(functions),
    ...eventInvokeOperations(functions, () => agenda.now()),
    ...permissionOperations(functions),
    ...mappingOperations(functions, surroundings),
  };
}
