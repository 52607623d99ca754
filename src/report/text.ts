import type { Run } from '../replay/run.ts';
import type { Evidence, Finding } from '../verdict/finding.ts';
import { moreOn } from './more.ts';
import { wrapped } from './wrap.ts';

const WIDTH = 80;
const INDENT = ' '.repeat(10);

/**
 * A finding for a reader at a terminal: one line when kept; when not checked also why; when broken also its evidence, its story where it
 * has one, its place, the way back in, and where there is more to read.
 */
export function showFinding(finding: Finding, again?: string, story: readonly string[] = []): string {
  if (finding.kind === 'kept') return wrapped(`  kept    ${finding.claim}`, { width: WIDTH, hang: INDENT });
  if (finding.kind === 'unchecked')
    return wrapped(`  not checked  ${finding.claim}: ${finding.reason ?? ''}`, { width: WIDTH, hang: INDENT });
  const { evidence, place } = finding;
  const headline = evidence === undefined ? finding.claim : `${finding.claim}: ${evidence.outcome}`;
  const lines = [wrapped(`  BROKEN  ${headline}`, { width: WIDTH, hang: INDENT })];
  if (evidence !== undefined) lines.push(...showEvidence(evidence));
  if (story.length > 0) lines.push(`${INDENT}how it came to that, with > where it was decided:`, ...story);
  lines.push(`${INDENT}at: ${place.file}:${place.line}:${place.column}`);
  // Never wrapped, so that it can be copied whole.
  if (again !== undefined) lines.push(`${INDENT}again: ${again}`, `${INDENT}${moreOn(finding.topic)}`);
  return lines.join('\n');
}

/** A finding for whoever asked for it in a test, which knows the place itself: the claim, how it came out, and its evidence. */
export function showAsked({ kind, claim, evidence, reason = '' }: Finding): string {
  if (kind === 'kept') return claim;
  if (kind === 'unchecked') return `${claim}: it cannot be told, because ${reason}`;
  if (evidence === undefined) return claim;
  return [
    `${claim}: ${evidence.outcome}`,
    '',
    ...showEvidence(evidence).map((part) => part.replaceAll(/^ {8}/gm, '')),
  ].join('\n');
}

/** All findings of a scenario, the broken ones last, where a terminal stops scrolling. */
export function showFindings(findings: readonly Finding[], again?: string): string {
  const kept = findings.filter(({ kind }) => kind === 'kept');
  const unchecked = findings.filter(({ kind }) => kind === 'unchecked');
  const broken = findings.filter(({ kind }) => kind === 'broken');
  return [...kept, ...unchecked, ...broken].map((finding) => showFinding(finding, again)).join('\n');
}

/** What the bus of a run could not reproduce, a line a limit; nothing when there is none. */
export function showLimits({ bus, cannot }: Pick<Run, 'bus' | 'cannot'>): string {
  return Object.values(cannot)
    .map((reason) => wrapped(`  limit   the ${bus} bus ${reason}`, { width: WIDTH, hang: INDENT }))
    .join('\n');
}

function showEvidence({ expected, nearest, difference }: Evidence): string[] {
  const parts = [
    ['expected', expected],
    ['nearest', nearest],
    ['differs', difference],
  ] as const;
  return parts.filter(([, text]) => text !== '').map(([label, text]) => block(label, text));
}

/** A label, then the text beside it, its further lines below the first. */
function block(label: string, text: string): string {
  const hang = `${INDENT}${' '.repeat(10)}`;
  return text
    .split('\n')
    .map((line, index) => {
      const start = index === 0 ? `${INDENT}${label.padEnd(10)}` : hang;
      // A line that is indented itself keeps its own indentation when it is cut.
      const own = /^ */.exec(line)?.[0] ?? '';
      return wrapped(start + line, { width: WIDTH, hang: `${hang}${own}` });
    })
    .join('\n');
}
