import { Problem, Problems } from '../problem.ts';
import { propsFor, script } from '../rehearse/rehearse.ts';
import { rulePattern } from '../rule/compile.ts';
import type { Rule } from '../rule/rule.ts';
import { ruleSees } from '../rule/sees.ts';
import { readScenario } from '../scenario/read.ts';
import type { Delivery } from '../timeline/timeline.ts';
import { type Happening, happenings } from './happening.ts';
import { scenarioText } from './scenario-text.ts';
import { type Wish, wishOf } from './wish.ts';

/** Something that brings a rule an event, tried out. */
export interface FoundScenario {
  readonly happening: Happening;
  readonly where: Pick<Wish, 'account' | 'region'> & { readonly role?: string };
  /** All that it makes AWS say on the bus. */
  readonly deliveries: readonly Delivery[];
}

/** Finds what has to happen for a rule to match, by acting it out; nothing where nothing that is known does. */
export async function findScenario(rule: Rule): Promise<FoundScenario | undefined> {
  const wish = wishOf(typeof rule.pattern === 'string' ? JSON.parse(rule.pattern) : rule.pattern);
  const { account, region } = wish;
  const place = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  for (const role of [undefined, ...wish.roles.slice(0, 2)]) {
    const where = { ...place, ...(role !== undefined && { role }) };
    for (const repository of wish.repositories) {
      for (const tag of wish.tags) {
        for (const happening of happenings(wish, repository, tag)) {
          const deliveries = await told(happening, where);
          if (matchesAny(rule, deliveries)) return { happening, where, deliveries };
        }
      }
    }
  }
  return undefined;
}

/** Whether one of some deliveries would reach the targets of a rule. */
export function matchesAny(rule: Rule, deliveries: readonly Delivery[]): boolean {
  const pattern = rulePattern(rule);
  return deliveries.some((delivery) => ruleSees(rule, delivery) && pattern.matches(delivery.event));
}

async function told(happening: Happening, where: FoundScenario['where']): Promise<readonly Delivery[]> {
  try {
    const scenario = readScenario(scenarioText(happening, where, []), `${happening.name}.yaml`);
    const { activity, timeline } = script(scenario, await propsFor(scenario));
    return activity.failures.length === 0 ? timeline : [];
  } catch (error) {
    // Names that a pattern takes and ECR does not, or a call that wants more than the name of a repository.
    if (error instanceof Problem || error instanceof Problems) return [];
    throw error;
  }
}
