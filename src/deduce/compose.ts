import type { Instant } from '../clock.ts';
import type { IdentityInput } from '../scenario/identity.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Given, Step } from '../scenario/step.ts';
import type { Channels } from './channels.ts';
import { furnish } from './given.ts';
import type { Form, Proposal } from './proposal.ts';
import { textAt, type Fact } from './said.ts';

/** A pause that a scenario says: shorter ones are the client's own. */
const PAUSE = 5_000;

/** A scenario, and which proposal each of its steps is from: none for a wait. */
export interface Composed {
  readonly scenario: Scenario;
  readonly owners: readonly (number | undefined)[];
}

/** What all scenarios of a recording share. */
export interface Frame {
  readonly name: string;
  readonly description: string;
  readonly account: string;
  readonly region: string;
  readonly channels: Channels;
  readonly facts: readonly Fact[];
}

/** When what a proposal tells of began; a login may lie hours before what it was for. */
export function beganAt({ facts }: Proposal): Instant {
  const own = facts.filter(({ record }) => textAt(record, 'eventName') !== 'GetAuthorizationToken');
  return Math.min(...(own.length === 0 ? facts : own).map(({ at }) => at));
}

/** Puts one form of each proposal in the order of time, with the pauses between them and what must have been there. */
export function compose(proposals: readonly Proposal[], forms: readonly Form[], frame: Frame): Composed {
  const steps: Step[] = [];
  const owners: (number | undefined)[] = [];
  const given: Given[] = [];
  const start = Math.min(...frame.facts.map(({ at }) => at));
  let reached = start;
  for (const [index, proposal] of proposals.entries()) {
    const form = forms[index];
    if (form === undefined || form.steps.length === 0) continue;
    const at = beganAt(proposal);
    if (at - reached >= PAUSE) {
      steps.push({ wait: { until: iso(at) } });
      owners.push(undefined);
    }
    reached = Math.max(reached, ...proposal.facts.map((fact) => fact.at));
    for (const step of form.steps) {
      steps.push(step);
      owners.push(index);
    }
    given.push(...(form.given ?? []));
  }
  const as = mostFrequent(steps.flatMap((step) => identityOf(step) ?? [])) ?? USUAL;
  const places = Object.fromEntries(steps.map((_, index) => [`/steps/${index}`, { line: index + 1, column: 1 }]));
  const scenario: Scenario = {
    name: frame.name,
    file: `${frame.name}.yaml`,
    version: 1,
    description: frame.description,
    account: frame.account,
    region: frame.region,
    start: iso(start),
    seed: 1,
    as,
    options: optionsOf(frame.facts),
    given: furnish(given, steps, frame, start),
    steps: steps.map((step) => withoutUsual(step, as)),
    delivery: { latency: {}, faults: [] },
    expect: [],
    places,
  };
  return { scenario, owners };
}

const USUAL: IdentityInput = { role: 'ci-pusher', session: 'github-actions' };

function iso(instant: Instant): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

function identityOf(step: Step): IdentityInput | undefined {
  const body: unknown = Object.values(step)[0];
  return typeof body === 'object' && body !== null && 'as' in body ? (body.as as IdentityInput) : undefined;
}

function mostFrequent(identities: readonly IdentityInput[]): IdentityInput | undefined {
  const counts = new Map<string, { count: number; identity: IdentityInput }>();
  for (const identity of identities) {
    const key = JSON.stringify(identity);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { count: 1, identity });
    else known.count += 1;
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)[0]?.identity;
}

/** A step need not say who acts in the whole scenario. */
function withoutUsual(step: Step, usual: IdentityInput): Step {
  const [name, body] = Object.entries(step)[0] as [string, { readonly as?: IdentityInput }];
  if (typeof body !== 'object' || body.as === undefined || JSON.stringify(body.as) !== JSON.stringify(usual))
    return step;
  const { as: _as, ...rest } = body;
  return { [name]: rest } as unknown as Step;
}

/** The version of the API records, where it is another than usual: that of most of them. */
function optionsOf(facts: readonly Fact[]): Scenario['options'] {
  const versions = facts.flatMap(({ record }) =>
    textAt(record, 'eventSource') === 'ecr.amazonaws.com' && textAt(record, 'eventType') === 'AwsApiCall'
      ? (textAt(record, 'eventVersion') ?? [])
      : [],
  );
  const counts = [...Map.groupBy(versions, (version) => version)].toSorted(([, a], [, b]) => b.length - a.length);
  const [most] = counts[0] ?? [];
  return most === undefined || most === USUAL_VERSION || !/^1\.\d\d$/.test(most) ? {} : { apiEventVersion: most };
}

const USUAL_VERSION = '1.11';
