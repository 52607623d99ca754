import type { Distribution } from '../distribution/distribution.ts';
import type { Estate } from '../embedded/estate.ts';

/** Answers container clients before the registry of an account. Both are loaded when the first of them comes. */
export function openContainerClients(estate: Estate): Distribution {
  let opening: Promise<Distribution> | undefined;

  async function open(): Promise<Distribution> {
    const [{ openDistribution }, { registryOf }] = await Promise.all([
      import('../distribution/distribution.ts'),
      import('../embedded/ecr/live-registry.ts'),
    ]);
    return openDistribution(registryOf(estate), estate.agenda);
  }

  return async (request) => await (await (opening ??= open()))(request);
}
