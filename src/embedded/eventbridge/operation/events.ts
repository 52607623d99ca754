import { compilePattern } from '../../../pattern/index.ts';
import type { Operation } from '../../service.ts';
import type { Buses } from '../buses.ts';
import type { PutEntry } from '../put-events.ts';
import { invalid } from '../refusal.ts';
import { checkPattern } from '../rules.ts';
import { typed } from './typed.ts';

const NEEDED = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** The operations that events themselves go through. */
export function eventOperations(buses: Buses): Readonly<Record<string, Operation>> {
  return {
    PutEvents: typed<{ readonly Entries: readonly PutEntry[] }>(({ Entries }, asked) =>
      buses.put(Entries, asked?.authorization),
    ),
    TestEventPattern: typed<{ readonly EventPattern: string; readonly Event: string }>(({ EventPattern, Event }) => {
      checkPattern(EventPattern);
      if (!isEvent(Event)) throw invalid('Parameter Event is not valid.');
      return { Result: compilePattern(EventPattern).matchesText(Event) };
    }),
  };
}

function isEvent(text: string): boolean {
  try {
    const event = JSON.parse(text) as unknown;
    return typeof event === 'object' && event !== null && NEEDED.every((name) => Object.hasOwn(event, name));
  } catch {
    return false;
  }
}
