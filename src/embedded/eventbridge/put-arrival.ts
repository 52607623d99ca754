import type { Instant } from '../../clock.ts';
import type { Arrival, CarriedEvent } from './event-bus.ts';
import { compactDetail, eventText, type PutEntry } from './put-events.ts';

/** What surrounds the members of an event as JSON, generously counted. */
const FRAME = 1_000;
/** A character or number of a text is written anew in no more than so many: `\u0000` for one that must not stand there, 22 digits for `-1e20`. */
const LONGEST_SPELLING = 6;

/**
 * An event that a caller has put. Its text is written when somebody asks for it, from what the caller wrote: whoever is given the event
 * may have changed it by then, and a function that is given it needs no text.
 */
export class PutArrival implements Arrival {
  readonly event: CarriedEvent;
  readonly takenIn: Instant;
  readonly reaches = 'enabled';
  readonly hops = 0;
  readonly fresh = true;
  readonly only = undefined;
  readonly #entry: PutEntry;
  readonly #id: string;
  readonly #account: string;
  readonly #time: string;
  readonly #region: string;
  #text: string | undefined;

  constructor(entry: PutEntry, event: CarriedEvent, takenIn: Instant) {
    this.event = event;
    this.takenIn = takenIn;
    this.#entry = entry;
    this.#id = event.id;
    this.#account = event.account;
    this.#time = event.time;
    this.#region = event.region;
  }

  get traceHeader(): string | undefined {
    return this.#entry.TraceHeader;
  }

  get text(): string {
    const { Source: source = '', DetailType: type = '', Detail = '', Resources: resources = [] } = this.#entry;
    const [id, account, time, region] = [this.#id, this.#account, this.#time, this.#region];
    this.#text ??= eventText(
      { version: '0', id, 'detail-type': type, source, account, time, region, resources },
      compactDetail(Detail),
    );
    return this.#text;
  }

  get atMost(): number {
    const { Source: source = '', DetailType: type = '', Detail: detail = '', Resources: resources } = this.#entry;
    let length = source.length + type.length + detail.length;
    if (resources !== undefined) for (const resource of resources) length += resource.length + 3;
    return length * LONGEST_SPELLING + FRAME;
  }
}
