import { rulePattern } from '../../rule/compile.ts';
import type { Rule } from '../../rule/rule.ts';
import { ruleSees } from '../../rule/sees.ts';
import { closest } from '../closest.ts';
import { lostTrap, sayDelivery } from '../event.ts';
import type { Why } from '../finding.ts';
import { eventsOf, type Hearing } from '../hearing.ts';
import { sayMismatches } from '../mismatch.ts';
import { plural } from '../say.ts';

const UNSEEN =
  'a rule in state ENABLED is never shown Get, List or Describe calls via CloudTrail: set state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** Why events did not reach a consumer: for each rule that targets it, the event that came nearest and what stood between. */
export function whyUnreached(consumer: string, hearing: Hearing): Why {
  const { rules, run, emissions } = hearing;
  const targeting = rules.filter(({ targets }) => targets.some((target) => target.consumer === consumer));
  if (targeting.length === 0) return untargeted(consumer, rules);
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
  const reasons = targeting.map((rule) => ({ rule, why: whyNotMatched(rule, hearing) }));
  return {
    nearest: reasons.map(({ rule, why }) => `rule "${rule.name}": ${why.nearest}`).join('\n'),
    // With several rules, each difference says whose it is.
    difference:
      reasons.length === 1
        ? reasons[0]!.why.difference
        : reasons.map(({ rule, why }) => `rule "${rule.name}":\n${indented(why.difference)}`).join('\n'),
  };
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

function untargeted(consumer: string, rules: readonly Rule[]): Why {
  const routes = rules.map(
    ({ name, targets }) => `rule "${name}" → ${targets.map((target) => target.consumer).join(', ') || 'nothing'}`,
  );
  return {
    nearest: routes.length === 0 ? 'the configuration has no rules' : routes.join('\n'),
    difference: `no rule of the configuration targets "${consumer}"`,
  };
}

function whyNotMatched(rule: Rule, { run, emissions }: Hearing): Why {
  const pattern = rulePattern(rule);
  const arrived = run.arrivals.map(({ delivery }) => delivery);
  if (rule.state === 'DISABLED') {
    const matching = arrived.filter(({ event }) => pattern.matches(event));
    return {
      nearest: `it would match ${matching.length} of ${plural(arrived.length, 'event')} that arrived`,
      difference: 'the rule is in state DISABLED, so it matches nothing',
    };
  }
  const hidden = arrived.filter((delivery) => !ruleSees(rule, delivery));
  const unseen = hidden.find(({ event }) => pattern.matches(event));
  if (unseen !== undefined) return { nearest: sayDelivery(unseen), difference: `its pattern matches, but ${UNSEEN}` };
  const lost = lostTrap(pattern, eventsOf(emissions), arrived);
  if (lost !== undefined) return { nearest: lost.nearest, difference: lost.difference };
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
    nearest: `${sayDelivery(near.item)}, nearest of ${isSeen ? `${plural(seen.length, 'event')} it saw` : `${plural(arrived.length, 'event')} that arrived`}`,
    difference: `${sayMismatches(near.explanation)}${isSeen ? '' : `\nbesides, ${UNSEEN}`}`,
  };
}
