import { fileURLToPath } from 'node:url';
import type { Invocation } from '../../consumer/consumer.ts';
import type { Finding } from '../finding.ts';
import { sayValue } from '../say.ts';
import { judgeEvery, type Wrong } from './every.ts';
import type { Call } from './invoked.ts';
import { plainText, sayFailure, sayOutcome } from './outcome.ts';

/** Judges whether invocations throw: `false` none, `true` every one, a text: every error holds it. */
export function judgeThrew(
  consumer: string,
  wanted: boolean | string,
  place: Finding['place'],
  calls: readonly Call[],
): Finding {
  const claim =
    wanted === false
      ? `no invocation of ${consumer} throws`
      : wanted === true
        ? `every invocation of ${consumer} throws`
        : `every invocation of ${consumer} throws an error with "${wanted}"`;
  const finding = judgeEvery(
    { promise: 'consumer', topic: 'threw', claim, place },
    `threw: ${sayValue(wanted)}`,
    calls,
    ({ invocation }) => wrongWith(wanted, invocation),
  );
  if (wanted !== false || finding.evidence === undefined) return finding;
  // "did not" would deny the wrong half of "no invocation throws".
  return {
    ...finding,
    evidence: { ...finding.evidence, outcome: finding.evidence.outcome.replace('did not', 'did') },
  };
}

function wrongWith(wanted: boolean | string, invocation: Invocation): Wrong | undefined {
  const { outcome, befell } = invocation;
  // What the scenario itself made fail may well throw, so that it is tried again.
  if (wanted === false && befell !== undefined) return undefined;
  const nearest = sayOutcome(invocation);
  if (wanted === false) {
    if (outcome.kind === 'returned') return undefined;
    // To Lambda a time-out is a failed invocation like any other, so "none throws" cannot mean it.
    return {
      nearest,
      difference:
        outcome.kind === 'threw' ? topOfStack(outcome.error.stack) : 'a time-out fails an invocation as an error does',
    };
  }
  if (outcome.kind === 'returned') return { nearest, difference: 'it returned' };
  if (wanted === true)
    return outcome.kind === 'threw' ? undefined : { nearest, difference: 'it neither threw nor returned' };
  return sayFailure(outcome).includes(wanted)
    ? undefined
    : { nearest, difference: `the error does not hold "${wanted}"` };
}

/** Frames of what calls a handler, of no use to its author: this package's own, and Node's way to run a script. */
const OURS = new RegExp(`${home()}|\\(node:`);

function home(): string {
  return fileURLToPath(new URL('../../consumer/', import.meta.url)).replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** The handler's own frames, the nearest first. */
export function topOfStack(stack: string | undefined): string {
  const frames = plainText(stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !OURS.test(line));
  return frames.length === 0
    ? 'the handler failed'
    : frames
        .slice(0, 3)
        .map((line) => line.trim())
        .join('\n');
}
