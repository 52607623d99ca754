import { Fault } from '../../wire/fault.ts';
import { named, type Named } from './name.ts';
import type { Stream } from './stream.ts';
import type { Streams } from './streams.ts';

type TagMap = Readonly<Record<string, string>>;

const TAG_LIMIT = 50;

/** The tags of a stream, by the operations of old and by those that all services share. */
export function tagOperations(streams: Streams) {
  function add(stream: Stream, tags: TagMap): void {
    if (new Set([...stream.tags.keys(), ...Object.keys(tags)]).size > TAG_LIMIT) {
      throw new Fault(
        'InvalidArgumentException',
        `Failed to add tags to stream ${stream.name} under account ${streams.scene.account} because a given stream cannot have more than ${TAG_LIMIT} tags associated with it.`,
      );
    }
    for (const [key, value] of Object.entries(tags)) stream.tags.set(key, value);
  }

  function remove(stream: Stream, keys: readonly string[]): void {
    for (const key of keys) stream.tags.delete(key);
  }

  function listForStream(input: Named & { readonly ExclusiveStartTagKey?: string; readonly Limit?: number }) {
    const { ExclusiveStartTagKey: after, Limit = TAG_LIMIT } = input;
    const tags = listed(named(streams, input)).filter(({ Key }) => after === undefined || Key > after);
    return { Tags: tags.slice(0, Limit), HasMoreTags: tags.length > Limit };
  }

  return {
    AddTagsToStream: (input: Named & { readonly Tags: TagMap }) => add(named(streams, input), input.Tags),
    RemoveTagsFromStream: (input: Named & { readonly TagKeys: readonly string[] }) =>
      remove(named(streams, input), input.TagKeys),
    ListTagsForStream: listForStream,
    TagResource: (input: { readonly ResourceARN: string; readonly Tags: TagMap }) =>
      add(streams.find(input.ResourceARN), input.Tags),
    UntagResource: (input: { readonly ResourceARN: string; readonly TagKeys: readonly string[] }) =>
      remove(streams.find(input.ResourceARN), input.TagKeys),
    ListTagsForResource: (input: { readonly ResourceARN: string }) => ({
      Tags: listed(streams.find(input.ResourceARN)),
    }),
  };
}

function listed({ tags }: Stream): readonly { readonly Key: string; readonly Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value })).toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
}
