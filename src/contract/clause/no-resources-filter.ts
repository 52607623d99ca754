import type { Breach, Contract } from '../contract.ts';
import { isBarredByResources, never } from './rule-can-match.ts';

/** ECR's own events have no resources. */
export const noResourcesFilter: Contract = {
  name: 'no-resources-filter',
  means: 'No rule asks for `resources` where the events have none.',
  incident:
    'A rule for the pushes to one repository asked for its ARN in `resources`, as rules for other services do. `resources` is empty in every ECR Image Action, and the rule waited for ever.',
  source: 'Class 7. Every sample, documented and real, of ECR Image Action has `"resources": []`.',
  example: 'no event at all: the rule is looked at',
  mend: 'Ask for `"detail": {"repository-name": ["web"]}` in place of `resources`.',
  isOfRules: true,
  check: ({ rules, consumer }) =>
    Promise.resolve(
      rules
        .filter(isBarredByResources)
        .flatMap((rule) => never(rule))
        .map(({ rule, why }): Breach => ({
          sentence: `rule "${rule.name}" asks for \`resources\`, which these events do not have, so ${consumer} is never invoked by it`,
          evidence: [why],
          key: `never matches ${rule.name}`,
        }))[0],
    ),
};
