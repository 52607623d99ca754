import { checksFor } from '../registry/act.ts';
import type { JsonObject } from '../registry/activity.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { deliveryOf } from './arrivals.ts';
import { channelsOf, type Channels } from './channels.ts';
import type { Sameness } from './compare.ts';
import { beganAt } from './compose.ts';
import { guessCalls } from './guess/call.ts';
import { guessEvents } from './guess/event.ts';
import { joinKeys } from './guess/keys.ts';
import { guessPulls } from './guess/pull.ts';
import { guessPushes } from './guess/push.ts';
import { quoted } from './guess/quote.ts';
import { guessPreviews, guessRuns, joinMade } from './guess/service.ts';
import type { Proposal } from './proposal.ts';
import { textAt, toFacts, type Fact, type Repeat, type Said } from './said.ts';
import { Scene } from './scene.ts';
import { settle, type Settled } from './settle.ts';

/** A fact that no step explains: the scenario quotes it, or, where even that cannot be done, leaves it out. */
export interface Unexplained {
  readonly line: number;
  /** What it is, in a few words. */
  readonly what: string;
  readonly kept: boolean;
}

/** What a recording comes to. */
export interface Deduced {
  readonly scenario: Scenario;
  readonly channels: Channels;
  /** How many facts the recording holds: a record and its event via CloudTrail are one. */
  readonly facts: number;
  readonly unexplained: readonly Unexplained[];
  /** What the recording holds twice, and lines that are neither records nor events. */
  readonly repeats: readonly Repeat[];
  readonly strange: readonly number[];
  /** Emissions of the scenario that the recording lacks. */
  readonly extra: readonly string[];
}

/** Works out the steps that explain what was recorded. Nothing where it holds no record and no event. */
export async function deduce(lines: readonly Said[], name: string, description: string): Promise<Deduced | undefined> {
  const { facts, repeats, strange } = toFacts(lines);
  const found = await explain(facts, { name, description });
  if (found === undefined) return undefined;
  const { scenario, quotes, difference, channels } = found;
  return {
    scenario: { ...scenario, delivery: deliveryOf(lines) },
    channels,
    facts: facts.length,
    unexplained: unexplained(quotes, difference.missing),
    repeats,
    strange,
    extra: difference.extra.map(({ text }) => text),
  };
}

/** Finds the scenario whose emissions are like the facts; nothing where there are none. Like means equal unless told. */
export async function explain(
  facts: readonly Fact[],
  title: { readonly name: string; readonly description: string },
  like?: Sameness,
): Promise<(Settled & { readonly channels: Channels }) | undefined> {
  if (facts.length === 0) return undefined;
  const channels = channelsOf(facts);
  const home = homeOf(facts);
  const scene = new Scene(facts, channels, home.account, home.region);
  const settled = settle(propose(scene), { ...title, ...home, channels, facts }, await loadChecks(), like);
  return { ...settled, channels };
}

/** What calls of operations by their names are held against. */
function loadChecks(): ReturnType<typeof checksFor> {
  return checksFor({ steps: [{ call: { operation: '', request: {} } }] } as unknown as Scenario);
}

/** Everything that happened, in the order of time. */
function propose(scene: Scene): readonly Proposal[] {
  const pushes = guessPushes(scene);
  const pulls = guessPulls(scene);
  const runs = [...guessRuns(scene), ...guessPreviews(scene)];
  const calls = guessCalls(scene);
  const called = joinKeys(scene, joinMade(scene, [...pushes, ...pulls, ...runs, ...calls]));
  const told = joinMade(scene, guessEvents(scene, called));
  const rest = scene.free().map((fact): Proposal => ({ facts: [fact], forms: [quoted([fact], scene)] }));
  return [...told, ...rest].toSorted(
    (a, b) => beganAt(a) - beganAt(b) || (a.facts[0]?.line ?? 0) - (b.facts[0]?.line ?? 0),
  );
}

/** The account and the Region that most of it is about. */
function homeOf(facts: readonly Fact[]): { readonly account: string; readonly region: string } {
  const votes = new Map<string, number>();
  for (const { record, event } of facts) {
    const account = textAt(record, 'recipientAccountId') ?? textAt(event, 'account');
    const region = textAt(record, 'awsRegion') ?? textAt(event, 'region');
    if (!/^\d{12}$/.test(account ?? '') || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region ?? '')) continue;
    const key = `${account} ${region}`;
    votes.set(key, (votes.get(key) ?? 0) + 1);
  }
  const [most = '123456789012 us-east-1'] = [...votes].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  const [account = '', region = ''] = most.split(' ');
  return { account, region };
}

function unexplained(quotes: ReadonlySet<Fact>, missing: readonly Fact[]): readonly Unexplained[] {
  const left = new Set(missing);
  return [...quotes.union(left)]
    .map((fact) => ({ line: fact.line, what: whatIs(fact), kept: !left.has(fact) }))
    .toSorted((a, b) => a.line - b.line);
}

function whatIs({ record, event }: Fact): string {
  if (record === undefined) return textAt(event, 'detail-type') ?? 'an event';
  const code = textAt(record, 'errorCode');
  return `${textAt(record, 'eventName')} of ${service(record)}${code === undefined ? '' : `, ${code}`}`;
}

function service(record: JsonObject): string {
  return (textAt(record, 'eventSource') ?? '').split('.')[0] ?? '';
}
