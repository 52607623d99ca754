import type { Emission } from '../eventbridge/emission.ts';
import type { Json, JsonObject } from '../registry/activity.ts';
import { keyOf, saySubject, subjectOf } from './align/subject.ts';
import { differencesBetween } from './align/key-paths.ts';
import { hears } from './channels.ts';
import { valueOf } from './compare.ts';
import { explain } from './deduce.ts';
import { toFacts, type Fact, type Said } from './said.ts';

/** One way in which what was recorded is not what ecreplay would have said. */
export interface Drift {
  /** The operation, or the kind of event. */
  readonly what: string;
  readonly path: string;
  /** What was recorded, the first time; absent where there was nothing. */
  readonly recorded?: Json;
  /** What ecreplay says instead. */
  readonly said?: Json;
  readonly times: number;
  /** Where it stands first. */
  readonly line: number;
}

/** How a recording compares with what ecreplay would have said. */
export interface Drifts {
  readonly drifts: readonly Drift[];
  readonly compared: number;
  /** What no step brings about, so that there is nothing to compare it with. */
  readonly apart: readonly { readonly line: number; readonly what: string }[];
}

/** What is worked out at a time: a scenario of so many lines is acted out in seconds. */
const AT_ONCE = 4_000;

/**
 * Compares real records with what ecreplay would have emitted for the same steps, key path by key path: a piece of the
 * recording at a time, whatever its length.
 */
export async function drift(lines: AsyncIterable<Said>): Promise<Drifts> {
  const found = new Found();
  let piece: Said[] = [];
  for await (const said of lines) {
    piece.push(said);
    if (piece.length < AT_ONCE) continue;
    await compare(piece, found);
    piece = [];
  }
  await compare(piece, found);
  return { drifts: found.drifts(), compared: found.compared, apart: found.apart };
}

async function compare(lines: readonly Said[], found: Found): Promise<void> {
  const { facts } = toFacts(lines);
  const title = { name: 'drift', description: 'What was recorded.' };
  const explained = await explain(facts, title, (value) => keyOf(subjectOf(value)));
  if (explained === undefined) return;
  const { emissions, quotes, channels } = explained;
  const heard = emissions.filter((emission) => hears(channels, emission));
  const waiting = Map.groupBy(heard, (emission) => keyOf(subjectOf(valueOf(emission))));
  const envelopes = new Map(emissions.map(envelopeOf).filter((pair) => pair !== undefined));
  for (const fact of facts) {
    const value = fact.record ?? fact.event ?? {};
    // Its own words are taken away as well, so that what comes next meets its like.
    const emission = waiting.get(keyOf(subjectOf(value)))?.shift();
    if (quotes.has(fact) || emission === undefined) {
      found.leave(fact, value);
      continue;
    }
    found.meet(fact, value, valueOf(emission));
    const envelope = envelopes.get(valueOf(emission));
    if (fact.envelope !== undefined && envelope !== undefined) found.envelope(fact, fact.envelope, envelope);
  }
}

function envelopeOf(emission: Emission): readonly [JsonObject, JsonObject] | undefined {
  if (emission.channel !== 'eventbridge' || emission.origin !== 'cloudtrail') return undefined;
  return [emission.event.detail as JsonObject, emission.event as unknown as JsonObject];
}

/** What has been found so far, each kind of difference once. */
class Found {
  readonly #drifts = new Map<string, { -readonly [Member in keyof Drift]: Drift[Member] }>();
  readonly apart: { readonly line: number; readonly what: string }[] = [];
  compared = 0;

  leave({ line }: Fact, value: JsonObject): void {
    this.apart.push({ line, what: saySubject(subjectOf(value)) });
  }

  meet({ line }: Fact, recorded: JsonObject, said: JsonObject): void {
    this.compared += 1;
    this.#note(subjectOf(recorded).what, line, recorded, said);
  }

  envelope({ line }: Fact, recorded: JsonObject, said: JsonObject): void {
    const { detail: _recorded, ...outside } = recorded;
    const { detail: _said, ...ours } = said;
    this.#note('events via CloudTrail', line, outside, ours);
  }

  #note(what: string, line: number, recorded: JsonObject, said: JsonObject): void {
    for (const { path, a, b } of differencesBetween(recorded, said, { shapes: true })) {
      const key = `${what}\n${path}\n${a === undefined} ${b === undefined}`;
      const known = this.#drifts.get(key);
      if (known !== undefined) known.times += 1;
      else
        this.#drifts.set(key, {
          what,
          path,
          ...(a === undefined ? {} : { recorded: a }),
          ...(b === undefined ? {} : { said: b }),
          times: 1,
          line,
        });
    }
  }

  drifts(): readonly Drift[] {
    return [...this.#drifts.values()].toSorted((a, b) => a.line - b.line);
  }
}
