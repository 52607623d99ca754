import { Fault } from '../../wire/fault.ts';
import type { Commands } from './commands.ts';
import type { Parameters } from './parameters.ts';

interface Tagged {
  readonly ResourceType: string;
  readonly ResourceId: string;
}

/** The tags of parameters and of managed instances. */
export function tagOperations(parameters: Parameters, commands: Commands) {
  function tagsOf({ ResourceType, ResourceId }: Tagged): Map<string, string> {
    if (ResourceType === 'Parameter') {
      const parameter = parameters.find(ResourceId);
      if (parameter === undefined) throw new Fault('InvalidResourceId', 'Invalid Resource Id');
      return parameter.tags;
    }
    if (ResourceType !== 'ManagedInstance') throw new Fault('InvalidResourceType', 'Invalid Resource Type');
    if (!commands.instances.declare(ResourceId)) throw new Fault('InvalidResourceId', 'Invalid Resource Id');
    return commands.instances.tagsOf(ResourceId);
  }

  return {
    AddTagsToResource: (
      input: Tagged & { readonly Tags: readonly { readonly Key: string; readonly Value: string }[] },
    ): void => {
      const tags = tagsOf(input);
      for (const { Key, Value } of input.Tags) tags.set(Key, Value);
    },
    RemoveTagsFromResource: (input: Tagged & { readonly TagKeys: readonly string[] }): void => {
      const tags = tagsOf(input);
      for (const key of input.TagKeys) tags.delete(key);
    },
    ListTagsForResource: (input: Tagged) => ({
      TagList: [...tagsOf(input)].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}
