import { entrySize } from '../../bus/remote/put-events.ts';

/** An event as PutEvents takes it. */
export interface Entry {
  readonly Time?: Date | undefined;
  readonly Source?: string | undefined;
  readonly Resources?: readonly string[] | undefined;
  readonly DetailType?: string | undefined;
  readonly Detail?: string | undefined;
  readonly EventBusName?: string | undefined;
  readonly TraceHeader?: string | undefined;
}

/** An entry as it stands in the body of a request, and the bytes it counts for there. */
export interface WireEntry {
  readonly text: string;
  readonly size: number;
}

/** Words an entry as AWS's own client does: the members in the order of the service's model, times in seconds. */
export function wireEntry(entry: Entry): WireEntry {
  const { Time, Source, Resources, DetailType, Detail, EventBusName, TraceHeader } = entry;
  const members = {
    Time: Time && Time.getTime() / 1_000,
    Source,
    Resources,
    DetailType,
    Detail,
    EventBusName,
    TraceHeader,
  };
  return { text: JSON.stringify(members), size: entrySize(entry) };
}

/** How many entries one request takes, and how many bytes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
export { MOST_BYTES, MOST_ENTRIES } from '../../bus/remote/put-events.ts';
