import type { FaultInput } from '../../scenario/fault.ts';
import type { Timeline } from '../../timeline/timeline.ts';

/** Events that tell of the same kind of thing: one operation via CloudTrail, or one of ECR's own events. */
export interface Kind {
  readonly detailType: string;
  /** The member of the detail that tells kinds apart, where it has one. */
  readonly member?: 'eventName' | 'action-type' | 'scan-status';
  readonly value?: string;
}

/** The kinds of events that arrive. */
export function kindsOf(timeline: Timeline): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const { event } of timeline) {
    const member = (['eventName', 'action-type', 'scan-status'] as const).find(
      (each) => typeof event.detail[each] === 'string',
    );
    const kind: Kind = {
      detailType: event['detail-type'],
      ...(member === undefined ? {} : { member, value: String(event.detail[member]) }),
    };
    kinds.set(JSON.stringify(kind), kind);
  }
  return [...kinds.values()];
}

/** Faults that lose events of these kinds, and no others. */
export function dropping(kinds: readonly Kind[]): readonly FaultInput[] {
  return [...Map.groupBy(kinds, ({ detailType, member }) => `${detailType} ${member}`).values()].map(
    (same): FaultInput => {
      const [{ detailType, member } = { detailType: '' }] = same;
      const values = same.flatMap(({ value }) => (value === undefined ? [] : [value]));
      return {
        drop: {
          chance: 1,
          only: { 'detail-type': [detailType], ...(member === undefined ? {} : { detail: { [member]: values } }) },
        },
      };
    },
  );
}
