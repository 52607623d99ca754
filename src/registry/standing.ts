import type { Instant } from '../clock.ts';
import { seeded } from '../random.ts';
import { withDefaults } from '../scenario/default-options.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Enactment, enact, type Overrides } from './act.ts';
import type { Activity, Caller, JsonObject } from './activity.ts';
import { Agenda, type Due } from './agenda.ts';
import { catchUp } from './due.ts';
import { type CheckRequest, Ledger, type OpenCall } from './ledger.ts';
import { OPERATIONS } from './operations.ts';
import type { Image, Registry } from './state.ts';

type Happenings = Activity['happenings'];

/** A call that somebody makes while a scenario goes on, and who that is. */
export interface Interjection<By> {
  readonly at: Instant;
  readonly by: By;
  readonly caller: Caller;
  readonly operation: string;
  readonly request: JsonObject;
  readonly check?: CheckRequest | undefined;
}

/**
 * A scenario's registry as it stands at any moment of it, also in the midst of a push, with what others do in it meanwhile.
 *
 * What the scenario does stays what has been told of it. Calls of others take effect between its own, and from then on.
 */
export interface Standing<By> {
  readonly state: Registry;
  /** Makes a call at its moment, which is never before that of an earlier one. */
  call(interjection: Interjection<By>): Pick<OpenCall, 'response' | 'failure'>;
  /** Lets everything end by a moment that calls of others have begun. */
  catchUp(at: Instant): void;
  /** When something ends next that calls of others have begun. */
  readonly next: Instant | undefined;
}

/** Told of what has come about by somebody's call, each thing once. */
export type Tell<By> = (happenings: Happenings, by: By) => void;

/** Nobody waits for a call here, and the moments in its answer are hardly ahead of the clock. */
const TYPICAL = 10;
/** What changes nothing need not be done again. */
const READS = /^(?:Get|List|Describe)/;
/** To stand in the midst of a step, all before it is acted out again. Of a scenario with more than this to it, steps are seen whole. */
const LONG = 2_000;

/** One acting out, as far as it has come. */
interface Stand<By> extends Enactment {
  /** The same registry, with an agenda of what others have begun: what the scenario has begun is its own affair. */
  readonly others: Registry & { readonly agenda: OwnedAgenda<By> };
  /** Whose scans are under way. */
  readonly scans: Map<Image, By>;
  /** Where it stops. */
  horizon: Instant;
  /** How many steps it has performed, and calls and endings of others. */
  turns: number;
  calls: number;
  endings: number;
  /** That it was stopped in the midst of a step, and cannot go on. */
  isSpent: boolean;
}

class Stop extends Error {
  override readonly name = 'Stop';
}

/** Opens the registry of a scenario that has been acted out already, which is the `activity`. */
export function openStanding<By>(
  scenario: Scenario,
  { happenings }: Activity,
  overrides: Overrides,
  tell: Tell<By>,
): Standing<By> {
  const random = seeded(overrides.seed ?? scenario.seed).fork('registry/others');
  const options = withDefaults(scenario.options);
  const made: Interjection<By>[] = [];
  let reads = 0;
  /** How many endings have been told of. */
  let told = 0;
  /** How much of the activity there is in the registry. */
  let come = 0;
  let stand = begin();

  function begin(): Stand<By> {
    const { ledger, steps } = enact(scenario, overrides);
    const stand: Stand<By> = {
      ledger,
      steps,
      others: { ...ledger.registry, agenda: new OwnedAgenda<By>(), scanning: new Map() },
      scans: new Map(),
      horizon: Infinity,
      turns: 0,
      calls: 0,
      endings: 0,
      isSpent: false,
    };
    ledger.reaching = (at) => {
      if (at >= stand.horizon) throw new Stop();
      interject(stand, at);
    };
    return stand;
  }

  function ledgerOf({ others }: Stand<By>, at: Instant, label: string): Ledger {
    return new Ledger(others, at, random.fork(label), options, OPERATIONS);
  }

  function perform(stand: Stand<By>, { at, by, caller, operation, request, check }: Interjection<By>, label: string) {
    const ledger = ledgerOf(stand, at, label);
    const { others, scans } = stand;
    others.agenda.owner = by;
    const { response, failure } = ledger.call(caller, operation, request, TYPICAL, check);
    for (const image of others.scanning.keys()) if (!scans.has(image)) scans.set(image, by);
    return { happenings: ledger.take(), ...(response && { response }), ...(failure && { failure }) };
  }

  /** Does what others have done by a moment, in the order of time. */
  function interject(stand: Stand<By>, until: Instant): void {
    for (let next = made[stand.calls]; next !== undefined && next.at <= until; next = made[stand.calls]) {
      end(stand, next.at);
      perform(stand, next, `call/${stand.calls}`);
      stand.calls += 1;
    }
    end(stand, until);
  }

  /** Ends what others have begun, by a moment. */
  function end(stand: Stand<By>, until: Instant): void {
    for (let next = nextEnding(stand); next !== undefined && next.at <= until; next = nextEnding(stand)) {
      const ledger = ledgerOf(stand, next.at, `ending/${stand.endings}`);
      catchUp(ledger, next.at);
      for (const image of stand.scans.keys()) if (!stand.others.scanning.has(image)) stand.scans.delete(image);
      stand.endings += 1;
      if (stand.endings <= told) continue;
      told = stand.endings;
      tell(ledger.take(), next.by);
    }
  }

  /** Brings the registry to a moment: what the scenario does at that very moment comes later. */
  function advance(at: Instant): void {
    const count = countBefore(happenings, at);
    if (count > come) {
      if (stand.isSpent) stand = begin();
      const step = happenings[count]?.step ?? Infinity;
      const isAmidst = happenings[count - 1]?.step === step;
      const isWhole = isAmidst && count > LONG;
      // What the last step has begun ends after it.
      turn(stand, isWhole && step < scenario.steps.length - 1 ? step + 1 : isWhole ? Infinity : step);
      if (isAmidst && !isWhole) {
        stand.horizon = at;
        turn(stand, Infinity);
        stand.isSpent = true;
      }
      come = isWhole ? happenings.findLastIndex((happening) => happening.step === step) + 1 : count;
    }
    interject(stand, at);
  }

  return {
    get state() {
      return stand.ledger.registry;
    },
    call: (interjection) => {
      advance(interjection.at);
      const isRead = READS.test(interjection.operation);
      const label = isRead ? `read/${(reads += 1)}` : `call/${stand.calls}`;
      if (!isRead) stand.calls = made.push(interjection);
      const { happenings: caused, ...answer } = perform(stand, interjection, label);
      tell(caused, interjection.by);
      return answer;
    },
    catchUp: advance,
    get next() {
      return nextEnding(stand)?.at;
    },
  };
}

/** Performs steps until so many are done, or it is stopped. */
function turn(stand: Stand<unknown>, until: number): void {
  try {
    while (stand.turns < until && stand.steps.next().done !== true) {
      stand.turns += 1;
      stand.ledger.take();
    }
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
}

/** How many happenings lie before a moment; they are in the order of time. */
function countBefore(happenings: Happenings, at: Instant): number {
  let low = 0;
  let high = happenings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (happenings[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nextEnding<By>({ others, scans }: Stand<By>): { readonly at: Instant; readonly by: By } | undefined {
  const { agenda, scanning } = others;
  let next = agenda.first;
  for (const image of scanning.keys()) {
    const at = image.scan?.due;
    // The scenario may have ended it meanwhile.
    if (at === undefined) scanning.delete(image);
    else if (at < (next?.at ?? Infinity)) next = { at, by: scans.get(image)! };
  }
  return next;
}

/** Remembers on whose account something will end. */
class OwnedAgenda<By> extends Agenda {
  owner: By | undefined;
  readonly #owners = new Map<Instant, By>();

  override add(due: Due): void {
    this.#owners.set(due.at, this.owner!);
    super.add({
      ...due,
      // What comes of it later is the same one's.
      run: (ledger) => {
        this.owner = this.#owners.get(due.at);
        due.run(ledger);
      },
    });
  }

  get first(): { readonly at: Instant; readonly by: By } | undefined {
    return this.next === undefined ? undefined : { at: this.next, by: this.#owners.get(this.next)! };
  }
}
