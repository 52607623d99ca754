import type { Operation } from '../service.ts';
import { aliasOperations } from './aliases.ts';
import { concurrencyOperations } from './concurrency.ts';
import { describeOperations } from './describe.ts';
import type { Sources } from './event-source/mapping.ts';
import { mappingOperations } from './event-source/operations.ts';
import { eventInvokeOperations } from './event-invoke-config.ts';
import { functionUrlOperations } from './function-url.ts';
import type { Functions } from './functions.ts';
import { streamingOperations } from './invoke-stream.ts';
import { invokeOperations } from './invoke.ts';
import { permissionOperations } from './permission.ts';
import type { Surroundings } from './surroundings.ts';
import { tagOperations } from './tags.ts';
import { versionOperations } from './versions.ts';

/** AWS Lambda. Its functions are the consumers of the configuration, so nothing that is uploaded becomes one. */
export function lambda(
  functions: Functions,
  surroundings: Surroundings & { readonly neighbours: Sources },
): Readonly<Record<string, Operation>> {
  const { scene } = surroundings;
  const now = () => scene.agenda.now();
  return {
    ...invokeOperations(functions),
    ...streamingOperations(functions),
    ...describeOperations(functions, now),
    ...concurrencyOperations(functions, now),
    ...versionOperations(functions, scene),
    ...aliasOperations(functions, scene),
    ...tagOperations(functions),
    ...functionUrlOperations(functions, scene),
    ...eventInvokeOperations(functions, now),
    ...permissionOperations(functions),
    ...mappingOperations(functions, surroundings),
  };
}
