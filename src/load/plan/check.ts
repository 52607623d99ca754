import { nameOf, quote, type Complaint } from '../../scenario/complaint.ts';
import { toMilliseconds } from '../../scenario/duration.ts';
import type { Path } from '../../scenario/place.ts';
import { stepsOf } from '../schedule/pieces.ts';
import type { WrittenPlan } from './format.ts';
import { parseThreshold } from './parse-threshold.ts';
import { toRate } from './rate.ts';

/** A day: what takes longer is no test of load, and times of a day fit what they are measured with. */
const LONGEST = 86_400_000;
/** As many as a schedule counts in reasonable time. */
const MOST_EVENTS = 1_000_000_000;
/** Steps of a phase, each of which is laid by itself. */
const MOST_STEPS = 10_000;
/** Repositories, all told: order is judged in each of them. */
const MOST_GROUPS = 4_000_000;
const MOST_SETTLE = 3_600_000;

/** What is wrong with a plan that has the right form. */
export function checkPlan(plan: WrittenPlan): readonly Complaint[] {
  return [
    ...checkPhases(plan),
    ...checkFlows(plan),
    ...checkCardinality(plan),
    ...plan.thresholds.flatMap((text, index) => checkThreshold(text, ['thresholds', index])),
    ...(plan.stop === undefined ? [] : checkThreshold(plan.stop.when, ['stop', 'when'])),
    ...checkLength(plan.settle, ['settle'], MOST_SETTLE, 'an hour'),
    ...(plan.stop === undefined ? [] : checkLength(plan.stop.for, ['stop', 'for'], MOST_SETTLE, 'an hour')),
  ];
}

/** The lengths of a phase's stretches, each with the rates that it begins and ends at. */
interface Stretch {
  readonly path: Path;
  readonly length: number;
  readonly rates: readonly number[];
}

function checkPhases({ phases }: WrittenPlan): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const names = new Map<string, number>();
  let length = 0;
  let events = 0;
  for (const [index, entry] of phases.entries()) {
    const [[kind, body]] = Object.entries(entry as object) as [[string, Readonly<Record<string, string | number>>]];
    const { name } = body;
    if (typeof name === 'string') {
      const before = names.get(name);
      const path = ['phases', index, kind, 'name'];
      if (before !== undefined)
        complaints.push(wrong(path, `the name ${quote(name)} is phase ${before + 1}'s already`));
      names.set(name, index);
    }
    if (kind === 'recording') continue;
    const stretches = stretchesOf(kind, body, ['phases', index, kind]);
    if ('says' in stretches) {
      complaints.push(stretches);
      continue;
    }
    for (const { path, length: its, rates } of stretches) {
      complaints.push(...emptyOrEndless(its, path));
      length += its;
      events += (its / 1_000) * (rates.reduce((sum, each) => sum + each, 0) / rates.length);
    }
    if (stretches.every(({ rates }) => rates.every((rate) => rate === 0)))
      complaints.push(wrong(['phases', index], 'nothing is sent in it: every rate is 0'));
  }
  if (length > LONGEST && complaints.length === 0)
    complaints.push(
      wrong(['phases'], `they take ${Math.round(length / 3_600_000)} hours together, wanted a day at most`),
    );
  if (events > MOST_EVENTS && complaints.length === 0)
    complaints.push(
      wrong(['phases'], `they come to ${Math.round(events).toLocaleString('en')} events, wanted a billion at most`),
    );
  return complaints;
}

function stretchesOf(
  kind: string,
  body: Readonly<Record<string, string | number>>,
  path: Path,
): readonly Stretch[] | Complaint {
  const rate = (key: string): number => toRate(body[key] ?? 0) ?? 0;
  const stretch = (key: string, ...rates: readonly number[]): Stretch => ({
    path: [...path, key],
    length: toMilliseconds(String(body[key])),
    rates,
  });
  switch (kind) {
    case 'ramp':
      return [stretch('for', rate('from'), rate('to'))];
    case 'spike':
      return [stretch('before', rate('base')), stretch('for', rate('peak')), stretch('after', rate('base'))];
    case 'step': {
      const [from, to, by] = [rate('from'), rate('to'), rate('by')];
      if (Math.abs(to - from) / by > MOST_STEPS)
        return wrong([...path, 'by'], `it makes more than ${MOST_STEPS.toLocaleString('en')} steps`);
      return stepsOf({ from, to, by }).map((each) => stretch('every', each));
    }
    default:
      return [stretch('for', rate('rate'))];
  }
}

function emptyOrEndless(length: number, path: Path): readonly Complaint[] {
  const key = path.at(-1);
  // A spike may do without what comes before and after.
  if (length === 0 && key !== 'before' && key !== 'after') return [wrong(path, `${nameOf(path)} is no time at all`)];
  return length > LONGEST ? [wrong(path, `${nameOf(path)} is longer than a day, wanted 24h at most`)] : [];
}

function checkFlows({ flows }: WrittenPlan): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const names = new Set<string>();
  for (const [index, { name }] of flows.entries()) {
    if (name === undefined) continue;
    if (names.has(name))
      complaints.push(wrong(['flows', index, 'name'], `the name ${quote(name)} stands twice among the flows`));
    names.add(name);
  }
  if (flows.every(({ weight }) => weight === 0))
    complaints.push(wrong(['flows'], 'their weights come to 0, so that nothing would be sent'));
  return complaints;
}

function checkCardinality({ cardinality: { repositories = 1, accounts = 1 } }: WrittenPlan): readonly Complaint[] {
  const most = MOST_GROUPS.toLocaleString('en');
  return repositories * accounts > MOST_GROUPS
    ? [wrong(['cardinality'], `it makes more than ${most} repositories over all accounts`)]
    : [];
}

function checkThreshold(text: string, path: Path): readonly Complaint[] {
  const read = parseThreshold(text);
  if (!('says' in read)) return [];
  const subject = path[0] === 'stop' ? '"stop.when"' : 'it';
  return [wrong(path, `${subject} is ${quote(text)}, ${read.says}`)];
}

function checkLength(text: string, path: Path, most: number, words: string): readonly Complaint[] {
  return toMilliseconds(text) > most ? [wrong(path, `${nameOf(path)} is ${text}, wanted ${words} at most`)] : [];
}

function wrong(path: Path, says: string): Complaint {
  return { code: 'LOAD_PLAN', path, part: 'value', says };
}
