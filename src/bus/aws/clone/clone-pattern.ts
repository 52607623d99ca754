import { Problem } from '../../../problem.ts';
import type { AwsRule } from '../aws-rule.ts';

/** The envelope that events travel in on a temporary bus. */
export interface Envelope {
  readonly source: string;
}

/** What an envelope says of itself; the second only to rules that see Get, List and Describe calls. */
export const REPLAYED = 'replay';
export const REPLAYED_READING = 'replay-read';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html; the quota may be raised, and the API takes no more than twice this. */
const LONGEST_PATTERN = 2_048;
const MOST_WILDCARD_RULES = 30;

/** The pattern of a rule, for events in the envelope: the original one below `detail`, where it says the same. */
export function clonePattern(rule: Pick<AwsRule, 'name' | 'pattern' | 'state'>, { source }: Envelope): string {
  // By text: a pattern may say something twice, and what an object would make of that is not what EventBridge does.
  const original = withoutSpace(rule.pattern);
  // The state is acted out here: to EventBridge an envelope is nobody's API call (facts 7.1, 10).
  const types =
    rule.state === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' ? [REPLAYED, REPLAYED_READING] : [REPLAYED];
  const pattern = `{"source":["${source}"],"detail-type":${JSON.stringify(types)},"detail":${original}}`;
  if (pattern.length > LONGEST_PATTERN) {
    throw new Problem(
      'CONFIG_INVALID',
      `Cannot clone rule "${rule.name}": its pattern has ${original.length} characters and ${pattern.length} in the clone, of which EventBridge takes ${LONGEST_PATTERN}, wanted the strategy "invoke"`,
    );
  }
  return pattern;
}

/** Refuses more rules with wildcards than a bus takes. */
export function refuseWildcards(patterns: readonly string[]): void {
  const count = patterns.filter((pattern) => /"wildcard"\s*:/.test(pattern)).length;
  if (count <= MOST_WILDCARD_RULES) return;
  throw new Problem(
    'CONFIG_INVALID',
    `Cannot clone the rules: ${count} of them use wildcards, of which a bus takes ${MOST_WILDCARD_RULES}, wanted the strategy "invoke"`,
  );
}

/** JSON without the white space between its tokens. */
export function withoutSpace(json: string): string {
  return json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}
