import type { Explanation, Mismatch } from './explanation.ts';

/** Words an explanation for people, a line for each path. */
export function describe(explanation: Explanation): string {
  if (explanation.matches) return 'the event matches';
  return explanation.mismatches.map(describeMismatch).join('\n');
}

function describeMismatch(mismatch: Mismatch): string {
  const found = 'found' in mismatch ? `is ${JSON.stringify(mismatch.found)}` : 'is absent';
  const advice = mismatch.advice === undefined ? '' : `\n  ${mismatch.advice}`;
  return `\`${mismatch.path}\` ${found}; the rule wants ${JSON.stringify(mismatch.wanted)}: ${mismatch.reason}${advice}`;
}
