import type { BusEvent } from '../../eventbridge/event.ts';
import type { FaultInput, FaultName } from '../../scenario/fault.ts';
import type { Delivery, Timeline } from '../../timeline/timeline.ts';
import type { Lot } from './draft.ts';
import { changesOf } from './changes.ts';

/** Faults by name, each as often as it is drawn beside others, the plainest first. */
const WEIGHTS = { duplicate: 5, overlap: 4, delay: 4, change: 4, crash: 3, fail: 3, drop: 2 } as const;

/** The faults that are drawn. `reorder` is not: it moves by chance, and a delay says the same exactly. */
export type DrawnFault = keyof typeof WEIGHTS;

/** Every fault that is drawn. */
export const DRAWN_FAULTS = Object.keys(WEIGHTS) as readonly DrawnFault[];

/** Faults, each as often as it is to be drawn. */
export function faultUrn(only: readonly FaultName[] = DRAWN_FAULTS): readonly DrawnFault[] {
  return DRAWN_FAULTS.filter((name) => only.includes(name)).flatMap((name) =>
    Array.from({ length: WEIGHTS[name] }, () => name),
  );
}

const AFTER = ['1s', '0s', '5m', '3h'] as const;
const BY = ['5s', '1m', '10m', '3h'] as const;
/** Errors that an SDK hands on at once, without trying again. */
const ERRORS = ['AccessDeniedException', 'ValidationException', 'ResourceNotFoundException'] as const;

/**
 * Reads a drawn fault against what arrives: it is told exactly, as the nth event of its kind, so that a file says the same. One fault
 * can mean two: what overlaps is duplicated first, where nothing else comes.
 */
export function toFaults(lot: Lot, urn: readonly DrawnFault[], heard: Timeline): readonly FaultInput[] {
  const [kind, where, what, how] = lot;
  if (heard.length === 0 || urn.length === 0) return [];
  const delivery = heard[where % heard.length]!;
  const which = whichOf(delivery, heard);
  const name = urn[kind % urn.length]!;
  switch (name) {
    case 'duplicate':
      return [{ duplicate: { ...which, chance: 1, after: AFTER[what % AFTER.length]! } }];
    case 'delay':
      return [{ delay: { ...which, chance: 1, by: BY[what % BY.length]! } }];
    case 'drop':
      return [{ drop: { ...which, chance: 1 } }];
    case 'crash':
      return [{ crash: { ...which, after: 1 + (what % 3) } }];
    case 'fail':
      return [
        { fail: { ...which, call: 1 + (what % 3), error: ERRORS[how % ERRORS.length]!, carriedOut: how % 2 === 1 } },
      ];
    case 'change': {
      const changes = changesOf(delivery.event);
      return [{ change: { ...which, ...changes[what % changes.length]! } }];
    }
    case 'overlap':
      return how % 3 === 2 && heard.length > 1
        ? [{ overlap: { ...alike(delivery, heard), many: 2, turns: turnsOf(what) } }]
        : [
            { duplicate: { ...which, chance: 1, after: '0s' } },
            { overlap: { ...which, many: 2, turns: turnsOf(what) } },
          ];
  }
}

/** An event by its kind and its position among those: ids differ from run to run of a changed scenario, and this does not. */
function whichOf({ event }: Delivery, heard: Timeline): { only: Record<string, unknown>; nth: number } {
  const alike = heard.filter((one) => isAlike(one.event, event));
  return { only: kindOf(event), nth: alike.findIndex((one) => one.event === event) + 1 };
}

/** Any two neighbours that are heard, of whatever kinds. */
function alike(delivery: Delivery, heard: Timeline): { only: Record<string, unknown>; nth: number } {
  const at = Math.min(heard.indexOf(delivery), heard.length - 2);
  const [one, other] = [heard[at]!, heard[at + 1]!];
  if (isAlike(one.event, other.event)) return whichOf(one, heard);
  const kinds = [...new Set([one.event['detail-type'], other.event['detail-type']])];
  const names = [one, other].flatMap(({ event }) => eventNameOf(event) ?? []);
  const only = {
    'detail-type': kinds,
    ...(names.length === 2 && { detail: { eventName: [...new Set(names)] } }),
  };
  const among = heard.filter(
    ({ event }) =>
      kinds.includes(event['detail-type']) && (names.length < 2 || names.includes(eventNameOf(event) ?? '')),
  );
  return { only, nth: among.indexOf(one) + 1 };
}

function kindOf(event: BusEvent): Record<string, unknown> {
  const name = eventNameOf(event);
  return { 'detail-type': [event['detail-type']], ...(name !== undefined && { detail: { eventName: [name] } }) };
}

function isAlike(one: BusEvent, other: BusEvent): boolean {
  return one['detail-type'] === other['detail-type'] && eventNameOf(one) === eventNameOf(other);
}

function eventNameOf({ detail }: BusEvent): string | undefined {
  return typeof detail['eventName'] === 'string' ? detail['eventName'] : undefined;
}

/** The bits of a number as turns of two: the plainest is that both come to their first call, and then to the next. */
function turnsOf(what: number): number[] {
  if (what === 0) return [];
  return Array.from({ length: 6 }, (_, bit) => 1 + ((what >> bit) & 1));
}
