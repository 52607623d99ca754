import type { Emission } from '../eventbridge/emission.ts';
import type { Json, JsonObject } from '../registry/activity.ts';
import { keyOf, saySubject, subjectOf } from './align/subject.ts';
import { differencesBetween } from './align/key-paths.ts';
import { hears } from './channels.ts';
import { valueOf } from './compare.ts';
import { explain } from './deduce.ts';
import { meaningOf } from './meaning.ts';
import { textAt, toFacts, type Fact, type Said } from './said.ts';

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
/** Where nothing ever pauses. */
const AT_MOST = 12_000;
/** What is under way goes on sooner. */
const PAUSE = 20_000;

/**
 * Compares real records with what ecreplay would have emitted for the same steps, key path by key path: a piece of the
 * recording at a time, whatever its length.
 */
export async function drift(lines: AsyncIterable<Said>): Promise<Drifts> {
  const found = new Found();
  let piece: Said[] = [];
  for await (const said of lines) {
    if (piece.length >= AT_MOST || (piece.length >= AT_ONCE && isPause(piece.at(-1), said))) {
      await compare(piece, found);
      piece = [];
    }
    piece.push(said);
  }
  await compare(piece, found);
  return { drifts: found.drifts(), compared: found.compared, apart: found.apart };
}

/** Whether nothing happened for a while: a push that is cut in two is two halves that nobody made. */
function isPause(before: Said | undefined, after: Said): boolean {
  const at = ({ value }: Said): number => Date.parse(textAt(value, 'eventTime') ?? textAt(value, 'time') ?? '');
  return before !== undefined && at(after) - at(before) > PAUSE;
}

async function compare(lines: readonly Said[], found: Found): Promise<void> {
  // What happens in one Region of one account is told there.
  const homes = Map.groupBy(toFacts(lines).facts, ({ record, event }) => {
    const account = textAt(record, 'recipientAccountId') ?? textAt(event, 'account');
    return `${account} ${textAt(record, 'awsRegion') ?? textAt(event, 'region')}`;
  });
  for (const facts of homes.values()) await compareAt(facts, found);
}

async function compareAt(facts: readonly Fact[], found: Found): Promise<void> {
  const title = { name: 'drift', description: 'What was recorded.' };
  const explained = await explain(facts, title, (value) => keyOf(subjectOf(value)));
  if (explained === undefined) return;
  const { emissions, quotes, channels } = explained;
  const heard = emissions.filter((emission) => hears(channels, emission));
  const envelopes = new Map(emissions.map(envelopeOf).filter((pair) => pair !== undefined));
  const pairs = pairUp(facts, heard);
  for (const fact of facts) {
    const value = fact.record ?? fact.event ?? {};
    const said = pairs.get(fact);
    if (quotes.has(fact) || said === undefined) {
      found.leave(fact, value);
      continue;
    }
    found.meet(fact, value, said);
    const envelope = envelopes.get(said);
    if (fact.envelope !== undefined && envelope !== undefined) found.envelope(fact, fact.envelope, envelope);
  }
}

/** What was said of each fact: the very same where there is that, else what is about the same. */
function pairUp(facts: readonly Fact[], heard: readonly Emission[]): ReadonlyMap<Fact, JsonObject> {
  const pairs = new Map<Fact, JsonObject>();
  const taken = new Set<JsonObject>();
  for (const sameness of [meaningOf, (value: JsonObject) => keyOf(subjectOf(value))]) {
    const waiting = Map.groupBy(
      heard.map(valueOf).filter((value) => !taken.has(value)),
      sameness,
    );
    for (const fact of facts) {
      if (pairs.has(fact)) continue;
      const said = waiting.get(sameness(fact.record ?? fact.event ?? {}))?.shift();
      if (said === undefined) continue;
      pairs.set(fact, said);
      taken.add(said);
    }
  }
  return pairs;
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
