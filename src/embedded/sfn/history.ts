import type { Instant } from '../../clock.ts';

/** An event of an execution's history, as GetExecutionHistory tells it; its details are a member named after its type. */
export interface HistoryEvent {
  readonly timestamp: Date;
  readonly type: string;
  readonly id: number;
  readonly previousEventId: number;
  readonly [details: string]: unknown;
}

/** What has happened in an execution so far. */
export interface History {
  readonly events: readonly HistoryEvent[];
  /** Notes an event that follows `previous`, and gives its id. */
  add(type: string, previous: number, details?: Readonly<Record<string, unknown>>): number;
}

/** Opens the history of one execution. Ids count from one. */
export function openHistory(now: () => Instant): History {
  const events: HistoryEvent[] = [];
  return {
    events,
    add: (type, previousEventId, details = {}) => {
      const id = events.length + 1;
      events.push({ timestamp: new Date(now()), type, id, previousEventId, ...details });
      return id;
    },
  };
}

/** The members of an event that hold data as JSON text: `input` and `inputDetails`, or `output` and `outputDetails`. */
export function dataMembers(name: 'input' | 'output', value: unknown): Readonly<Record<string, unknown>> {
  return { [name]: JSON.stringify(value), [`${name}Details`]: { truncated: false } };
}
