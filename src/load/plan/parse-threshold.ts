import { nearest } from '../../nearest.ts';
import { toMilliseconds } from '../../scenario/duration.ts';
import { COUNTS, type CountName } from '../measure/counts.ts';
import { LEGS, type Leg } from '../measure/leg.ts';
import { toRate } from './rate.ts';
import type { Comparison, Metric, Threshold } from './threshold.ts';

/** What is wrong with a threshold, to follow "… is "p99 < 3x", ". */
export interface Unread {
  readonly says: string;
}

const FORM = /^\s*(?:([a-z]+)\s+)?([a-zA-Z][\w.-]*)\s*(<=|>=|<|>|==?)\s*([^\s<>=].*?)\s*$/;
const WANTED =
  'not a threshold such as "p99 < 250ms", "delivery p99.9 < 1s", "lost = 0", "errors < 0.1%" or "lag < 5s"';

/** What is counted by the names that a threshold has for it. */
const COUNTED: Readonly<Record<string, CountName | 'errors'>> = {
  errors: 'errors',
  ...Object.fromEntries(
    COUNTS.map((name) => [name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), name]),
  ),
};
const NAMES = ['p50', 'p90', 'p99', 'p99.9', 'max', 'mean', 'lag', 'rate', ...Object.keys(COUNTED)];

/** Reads a threshold, or says what is wrong with it. */
export function parseThreshold(text: string): Threshold | Unread {
  const [, leg, name = '', sign = '', bound = ''] = FORM.exec(text) ?? [];
  if (name === '') return { says: WANTED };
  if (leg !== undefined && !isLeg(leg)) return { says: `but "${leg}" is not timed${meant(leg, LEGS)}` };
  const comparison = (sign === '==' ? '=' : sign) as Comparison;
  const timed = timedMetric(name, leg);
  if (timed !== undefined) {
    const micros = toMicros(bound);
    if (micros === undefined) return { says: `but "${bound}" is not a length of time with its unit, such as 250ms` };
    return { text: text.trim(), metric: timed, comparison, bound: micros };
  }
  if (leg !== undefined) return { says: `but of "${leg}" there is "p99", "max" or "mean", and no "${name}"` };
  if (name === 'rate') {
    const rate = toRate(/^[\d.]+$/.test(bound) ? Number(bound) : bound);
    if (rate === undefined) return { says: `but "${bound}" is not a rate, such as 1000/s` };
    return { text: text.trim(), metric: { kind: 'rate' }, comparison, bound: rate };
  }
  const counted = Object.hasOwn(COUNTED, name) ? COUNTED[name] : undefined;
  if (counted === undefined) return { says: `but "${name}" is not measured${meant(name, NAMES)}` };
  const [, amount, percent] = /^(\d{1,15}(?:\.\d{1,9})?)(%?)$/.exec(bound) ?? [];
  if (amount === undefined) return { says: `but "${bound}" is not a number or a percentage, such as 0 or 0.1%` };
  const isShare = percent === '%';
  return {
    text: text.trim(),
    metric: { kind: isShare ? 'share' : 'count', of: counted },
    comparison,
    bound: isShare ? Number(amount) / 100 : Number(amount),
  };
}

function timedMetric(name: string, leg: Leg | undefined): Metric | undefined {
  const of = leg === undefined ? {} : { leg };
  if (name === 'max' || name === 'mean') return { kind: name, ...of };
  if (name === 'lag' && leg === undefined) return { kind: 'lag' };
  const percentile = /^p(\d{1,2}(?:\.\d{1,4})?|100)$/.exec(name)?.[1];
  return percentile === undefined ? undefined : { kind: 'percentile', percentile: Number(percentile), ...of };
}

function isLeg(word: string): word is Leg {
  return (LEGS as readonly string[]).includes(word);
}

function toMicros(text: string): number | undefined {
  if (text === '0') return 0;
  const [, amount] = /^(\d{1,12}(?:\.\d{1,6})?)us$/.exec(text) ?? [];
  if (amount !== undefined) return Number(amount);
  return /^\d{1,12}(?:\.\d{1,6})?(?:ms|s|m|h|d)$/.test(text) ? toMilliseconds(text) * 1_000 : undefined;
}

function meant(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  return guess === undefined ? `, wanted one of ${known.join(', ')}` : `, did you mean "${guess}"?`;
}
