import type { Finding } from '../finding.ts';
import type { Call } from './invoked.ts';

/**
 * Adds to a broken promise which AWS calls were answered with an empty success: what a consumer does wrong is often what
 * it makes of an answer that says nothing.
 */
export function withEmptyAnswers(finding: Finding, calls: readonly Call[]): Finding {
  if (finding.evidence === undefined) return finding;
  const empty = calls
    .flatMap(({ invocation }) => invocation.calls)
    .filter(({ answered }) => answered === 'empty')
    .map(({ service, operation }) => `${service}:${operation}`);
  if (empty.length === 0) return finding;
  const names = [...new Set(empty)];
  const were = names.length === 1 ? 'was' : 'were each';
  const hint = `${names.join(', ')} ${were} answered with an empty success; the consumer's \`answers\` can say more`;
  return { ...finding, evidence: { ...finding.evidence, difference: `${finding.evidence.difference}\n${hint}` } };
}
