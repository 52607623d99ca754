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

/** Words an entry as AWS's own client does: the members in the order of the service's model, times in seconds. */
export function wireEntry({ Time, Source, Resources, DetailType, Detail, EventBusName, TraceHeader }: Entry): string {
  const time = Time && Time.getTime() / 1_000;
  return JSON.stringify({ Time: time, Source, Resources, DetailType, Detail, EventBusName, TraceHeader });
}
