import type { Estate } from '../../embedded/assemble.ts';
import { Problem } from '../../problem.ts';
import { toMilliseconds } from '../../scenario/duration.ts';
import { checkInput } from '../../wire/check/check-input.ts';
import { Fault } from '../../wire/fault.ts';
import { modelOf } from '../../wire/models.ts';
import type { Creation } from './creation.ts';
import { toCreations } from './creations.ts';
import type { Declared } from './set-up.ts';

/**
 * Makes what a configuration declares in an account whose functions are there. Throws the `Problem` of the first that AWS
 * would refuse, at its place.
 */
export async function makeResources({ resources, placeOf }: Declared, estate: Estate): Promise<void> {
  const { instances = {}, documents = {}, taskDefinitions = {} } = resources;
  for (const [id, { tags = {} }] of Object.entries(instances)) {
    estate.commands.instances.declare(id);
    for (const [key, value] of Object.entries(tags)) estate.commands.instances.tagsOf(id).set(key, value);
  }
  for (const [name, { after, ...ending }] of Object.entries(documents)) {
    estate.commands.endings.set(name, { ...ending, ...(after !== undefined && { after: toMilliseconds(after) }) });
  }
  for (const [family, { ends }] of Object.entries(taskDefinitions)) {
    if (ends === undefined) continue;
    const { after, exitCode = 0, reason = 'Essential container in task exited' } = ends;
    estate.tasks.endings.set(family, { after: toMilliseconds(after), exitCode, reason });
  }
  const outputs = new Map<string, Readonly<Record<string, unknown>>>();
  for (const creation of toCreations(resources, estate)) {
    try {
      const output = await perform(creation, outputs, estate);
      if (!outputs.has(creation.path)) outputs.set(creation.path, output);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new Problem('CONFIG_INVALID', `Cannot make ${creation.path}: ${error.message || error.code}`, {
        cause: error,
        place: placeOf?.(creation.path),
      });
    }
  }
}

async function perform(
  { service, operation, input }: Creation,
  outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  estate: Estate,
): Promise<Readonly<Record<string, unknown>>> {
  const model = await modelOf(service);
  const given = input(outputs);
  const shape = model?.operations[operation]?.input;
  // As at the door, where calls from outside come in.
  if (model !== undefined && shape !== undefined) checkInput(model, shape, given);
  return (await estate.perform(service, operation, given)) as Readonly<Record<string, unknown>>;
}
