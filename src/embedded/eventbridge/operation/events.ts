import { compilePattern } from '../../../pattern/index.ts';
import { Fault } from '../../../wire/fault.ts';
import type { Operation } from '../../service.ts';
import type { Buses } from '../buses.ts';
import type { PutEntry } from '../put-events.ts';
import { invalid } from '../refusal.ts';
import { RateLimit } from '../send/rate-limit.ts';
import { checkPattern } from '../rules.ts';
import { typed } from './typed.ts';

const NEEDED = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

type Put = (entries: readonly PutEntry[], authorization: string | undefined) => unknown;

/** Puts events at most so often in a second. What AWS answers beyond its quota is to be tried again. */
function throttled(buses: Buses, perSecond: number): Put {
  const limit = new RateLimit();
  return (entries, authorization) => {
    const now = buses.neighbours.scene.agenda.now();
    if (limit.take(perSecond, now, now) === undefined) throw new Fault('ThrottlingException', 'Rate exceeded');
    return buses.put(entries, authorization);
  };
}

/** The operations that events themselves go through. */
export function eventOperations(buses: Buses): Readonly<Record<string, Operation>> {
  const { putEventsPerSecond: quota } = buses.neighbours.scene;
  const put: Put =
    quota === undefined ? (entries, authorization) => buses.put(entries, authorization) : throttled(buses, quota);
  return {
    PutEvents: typed<{ readonly Entries: readonly PutEntry[] }>(({ Entries }, asked) =>
      put(Entries, asked?.authorization),
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
