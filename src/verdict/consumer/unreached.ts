import { rulePattern } from '../../rule/compile.ts';
import { prepareInput } from '../../rule/input/input.ts';
import { placeOfTarget, type Rule, type Target, type TargetPlace } from '../../rule/rule.ts';
import { ruleSees } from '../../rule/sees.ts';
import { closest } from '../closest.ts';
import { lostTrap, sayDelivery } from '../event.ts';
import type { Why } from '../finding.ts';
import { eventsOf, type Feeds, type Hearing } from '../hearing.ts';
import { sayMismatches } from '../mismatch.ts';
import { plural } from '../say.ts';

const UNSEEN =
  'a rule in state ENABLED is never shown Get, List or Describe calls via CloudTrail: set state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** Why events did not reach a consumer: for each rule that targets it, the event that came nearest and what stood between. */
export function whyUnreached(consumer: string, hearing: Hearing): Why {
  const { rules, run, emissions } = hearing;
  const feeds = hearing.feeds?.[consumer] ?? [];
  const isFedBy = (target: Target): boolean =>
    feeds.some(({ kind, name }) => kind !== 'bucket' && target[kind] === name);
  const targeting = rules.filter(({ targets }) =>
    targets.some((target) => target.consumer === consumer || isFedBy(target)),
  );
  if (targeting.length === 0) return untargeted(consumer, rules, feeds);
  const emitted = eventsOf(emissions).length;
  if (run.arrivals.length === 0) {
    return {
      nearest: `no event arrived; ${plural(emitted, 'event')} emitted`,
      difference:
        emitted === 0
          ? 'these steps make ECR emit nothing that a rule could match'
          : 'every event was lost on the way (fault drop)',
    };
  }
  const reasons = targeting.map((rule) => ({ rule, why: whyNotPassedOn(consumer, rule, hearing, isFedBy) }));
  return {
    nearest: reasons.map(({ rule, why }) => `rule "${rule.name}": ${why.nearest}`).join('\n'),
    // With several rules, each difference says whose it is.
    difference:
      reasons.length === 1
        ? reasons[0]!.why.difference
        : reasons.map(({ rule, why }) => `rule "${rule.name}":\n${indented(why.difference)}`).join('\n'),
    ...aboutEvent(reasons.find(({ why }) => why.about !== undefined)?.why.about),
  };
}

function aboutEvent(id: string | undefined): Pick<Why, 'about'> {
  return id === undefined ? {} : { about: id };
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function untargeted(consumer: string, rules: readonly Rule[], feeds: Feeds[string]): Why {
  const routes = rules.map(({ name, targets }) => `rule "${name}" → ${targets.map(sayTarget).join(', ') || 'nothing'}`);
  const nor = feeds.map(({ kind, name }) => ` nor ${sayPlace(kind, name)}, which calls it`).join('');
  return {
    nearest: routes.length === 0 ? 'the configuration has no rules' : routes.join('\n'),
    difference: `no rule of the configuration targets "${consumer}"${nor}`,
  };
}

function sayTarget(target: Target): string {
  const { kind = 'arn', name = '' } = placeOfTarget(target) ?? {};
  return kind === 'consumer' || kind === 'arn' ? name : sayPlace(kind, name);
}

/** `stateMachine` and the like, as people write them. */
function sayPlace(kind: TargetPlace | 'bucket', name: string): string {
  return `${kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} "${name}"`;
}

/** Of a rule that did match, but can make no input of the event: what EventBridge calls INVALID_JSON is never sent. */
function whyNotSent(rule: Rule, target: Target, { run }: Hearing): Why | undefined {
  const prepare = prepareInput(target);
  const context = { ruleArn: '', ruleName: rule.name, ingestionTime: '' };
  for (const { matched, delivery } of run.arrivals) {
    if (!matched.includes(rule.name)) continue;
    const prepared = prepare(delivery.event, JSON.stringify(delivery.event), context);
    if ('invalid' in prepared)
      return {
        nearest: sayDelivery(delivery),
        about: delivery.event.id,
        difference: `the rule matches it and cannot send it to ${sayTarget(target)}, INVALID_JSON: ${prepared.invalid}`,
      };
  }
  return undefined;
}

/** Of a rule that did match, but whose target has something between it and the consumer: where it ends. */
function whyNotPassedOn(consumer: string, rule: Rule, hearing: Hearing, isFedBy: (target: Target) => boolean): Why {
  const unsent = rule.targets
    .filter((target) => target.consumer === consumer || isFedBy(target))
    .map((target) => whyNotSent(rule, target, hearing))
    .find((why) => why !== undefined);
  if (unsent !== undefined) return unsent;
  const between = rule.targets.find(isFedBy);
  const sent = hearing.run.arrivals.filter((arrival) => arrival.matched.includes(rule.name));
  const [first] = sent;
  if (between === undefined || first === undefined) return whyNotMatched(rule, hearing);
  return {
    about: first.delivery.event.id,
    nearest: `it sent ${plural(sent.length, 'event')} to ${sayTarget(between)}`,
    difference: `${sayTarget(between)} has not called "${consumer}" with any of it`,
  };
}

function whyNotMatched(rule: Rule, { run, emissions }: Hearing): Why {
  const pattern = rulePattern(rule);
  const arrived = run.arrivals.map(({ delivery }) => delivery);
  if (rule.state === 'DISABLED') {
    const matching = arrived.filter(({ event }) => pattern.matches(event));
    return {
      ...aboutEvent(matching[0]?.event.id),
      nearest: `it would match ${matching.length} of ${plural(arrived.length, 'event')} that arrived`,
      difference: 'the rule is in state DISABLED, so it matches nothing',
    };
  }
  const hidden = arrived.filter((delivery) => !ruleSees(rule, delivery));
  const unseen = hidden.find(({ event }) => pattern.matches(event));
  if (unseen !== undefined)
    return { about: unseen.event.id, nearest: sayDelivery(unseen), difference: `its pattern matches, but ${UNSEEN}` };
  const lost = lostTrap(pattern, eventsOf(emissions), arrived);
  if (lost !== undefined) return lost;
  const seen = arrived.filter((delivery) => ruleSees(rule, delivery));
  // Those it is not shown come last, so that one of them is named only where it comes nearer than all others.
  const near = closest(pattern, [...seen, ...hidden], ({ event }) => event);
  if (near === undefined) {
    return {
      nearest: `no other of ${plural(arrived.length, 'event')} that arrived`,
      difference: seen.length === 0 ? 'the rule is shown none of them' : 'the rule matches all of them',
    };
  }
  const isSeen = ruleSees(rule, near.item);
  return {
    about: near.item.event.id,
    nearest: `${sayDelivery(near.item)}, nearest of ${isSeen ? `${plural(seen.length, 'event')} it saw` : `${plural(arrived.length, 'event')} that arrived`}`,
    difference: `${sayMismatches(near.explanation)}${isSeen ? '' : `\nbesides, ${UNSEEN}`}`,
  };
}
