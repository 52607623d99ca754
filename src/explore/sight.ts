import { compilePattern } from '../pattern/index.ts';
import type { Setup } from '../rehearse/setup.ts';
import { ruleText } from '../rule/compile.ts';
import type { Rule } from '../rule/rule.ts';

/** Whether anything of a setup can see events of a kind. */
export type Sight = (detailType: string) => boolean;

/** Sources that events of these kinds have. */
const SOURCES = ['aws.ecr', 'aws.inspector2', 'aws.kms', 'aws.sts', 'aws.signer'];

/** Works out which kinds of events the rules of a setup can match. It may say yes where none does, and never no where one does. */
export function sightOf({ rules, resources }: Pick<Setup, 'rules' | 'resources'>): Sight {
  const patterns = rules.filter(({ state }) => state !== 'DISABLED').map(envelopePattern);
  const hasTrails = Object.keys(resources?.trails ?? {}).length > 0;
  const known = new Map<string, boolean>();
  return (detailType) => {
    let seen = known.get(detailType);
    if (seen === undefined) {
      seen =
        (hasTrails && detailType.endsWith('via CloudTrail')) ||
        patterns.some((pattern) =>
          SOURCES.some((source) => pattern === undefined || pattern.matches({ source, 'detail-type': detailType })),
        );
      known.set(detailType, seen);
    }
    return seen;
  };
}

/** What a pattern says of the two members that tell the kind of an event; nothing where that cannot be told apart from the rest. */
function envelopePattern(rule: Rule): ReturnType<typeof compilePattern> | undefined {
  const whole: unknown = JSON.parse(ruleText(rule));
  if (typeof whole !== 'object' || whole === null || '$or' in whole) return undefined;
  const parts = Object.entries(whole).filter(([key]) => key === 'source' || key === 'detail-type');
  return parts.length === 0 ? undefined : compilePattern(JSON.stringify(Object.fromEntries(parts)));
}
