import type { Estate } from '../../embedded/assemble.ts';
import type { Place } from '../../problem.ts';
import type { Rule } from '../../rule/rule.ts';
import { addRule } from '../add-rule.ts';
import { makeNamed } from './make-named.ts';
import { makeResources } from './make-resources.ts';
import type { Resources } from './resources.ts';

/** What a configuration declares, and where it does. */
export interface Declared {
  readonly resources: Resources;
  /** The place of a member, such as `queues.deploys`. */
  readonly placeOf?: (path: string) => Place | undefined;
}

/**
 * Makes everything that a configuration speaks of in an account whose functions are there: what is named, what is declared, the rules
 * and the schedules. Throws the `Problem` of the first that AWS would refuse.
 */
export async function setUp(rules: readonly Rule[], declared: Declared, estate: Estate): Promise<void> {
  const { schedules = {} } = declared.resources;
  makeNamed(rules, declared.resources, estate);
  await makeResources(declared, estate);
  for (const rule of rules) addRule(rule, estate);
  for (const [name, { expression, state = 'ENABLED', targets }] of Object.entries(schedules)) {
    addRule(
      {
        name,
        schedule: expression,
        state,
        targets: targets.map((target) => (typeof target === 'string' ? { consumer: target } : target)),
      },
      estate,
    );
  }
}
