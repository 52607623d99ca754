import type { Measures } from '../measure/measures.ts';

/** How Artillery is told what happens: `counter` and `rate` and `histogram` end up in its report, `error` among its errors. */
export interface ArtilleryEvents {
  emit(event: 'started'): unknown;
  emit(event: 'error' | 'rate', name: string): unknown;
  emit(event: 'counter' | 'histogram', name: string, value: number): unknown;
}

/** Measures that Artillery hears of as they are made: latencies in milliseconds, as all of its own are. */
export function overheard(measures: Measures, events: ArtilleryEvents): Measures {
  return {
    ...measures,
    count: (name, phase, at, by = 1) => {
      measures.count(name, phase, at, by);
      events.emit('counter', `ecreplay.${name}`, by);
      if (name === 'sent') for (let sent = 0; sent < by; sent++) events.emit('rate', 'ecreplay.send_rate');
    },
    timed: (leg, phase, due, latency) => {
      measures.timed(leg, phase, due, latency);
      events.emit('histogram', `ecreplay.${leg}`, latency / 1_000);
    },
  };
}
