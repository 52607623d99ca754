import type { RecordEmission } from '../eventbridge/emission.ts';
import { nearest } from '../nearest.ts';
import type { CloudTrailExpectation } from '../scenario/expectation.ts';
import { placeOf } from '../scenario/scenario.ts';
import { patternAt } from './closest.ts';
import { AT_LEAST_ONCE } from './count.ts';
import { judgeCounted } from './counted.ts';
import { broken, kept, type Claim, type Finding } from './finding.ts';
import { recordsOf, type Hearing } from './hearing.ts';
import { plural, sayInstant, sayNames, sayDone, sayRecord, sayValue } from './say.ts';
import { compare, progress, type Line } from './sequence.ts';

/** Judges what CloudTrail has recorded. */
export function judgeCloudTrail(
  expectation: CloudTrailExpectation,
  pointer: string,
  { scenario, emissions }: Hearing,
): Finding[] {
  const records = recordsOf(emissions);
  const at = (member: string) => placeOf(scenario, `${pointer}/cloudtrail/${member}`);
  const { inOrder, exactly, pattern, times } = expectation;
  const findings: Finding[] = [];
  if (inOrder !== undefined) findings.push(judgeInOrder(inOrder, records, at('inOrder')));
  if (exactly !== undefined) findings.push(judgeExactly(exactly, records, at('exactly')));
  if (pattern !== undefined)
    findings.push(judgePattern(pattern, times, records, at(times === undefined ? 'pattern' : 'times')));
  return findings;
}

function judgeInOrder(wanted: readonly string[], records: readonly RecordEmission[], place: Finding['place']): Finding {
  const came = namesOf(records);
  const claim: Claim = {
    promise: 'cloudtrail',
    topic: 'inOrder',
    claim: `CloudTrail records ${sayNames(wanted)} in this order`,
    place,
  };
  const found = progress(wanted, came);
  if (found.length === wanted.length) return kept(claim);
  const stopped = wanted[found.length]!;
  return broken(claim, {
    outcome: `${found.length} of ${plural(wanted.length, 'name')} came`,
    expected: `inOrder: ${sayValue(wanted)}`,
    nearest: came.length === 0 ? 'CloudTrail recorded nothing' : `${plural(came.length, 'record')}: ${sayNames(came)}`,
    difference: whatCameInstead(stopped, found.at(-1), came),
    ...aboutRecord(records[found.at(-1) ?? 0]),
  });
}

function namesOf(records: readonly RecordEmission[]): readonly string[] {
  return records.map(({ record }) => record.eventName);
}

function aboutRecord(emission: RecordEmission | undefined): { readonly about?: string } {
  return emission === undefined ? {} : { about: emission.record.eventID };
}

/** The record that came where another was expected; the last, where something is missing at the end. */
function firstOther(lines: readonly Line[], records: readonly RecordEmission[]): RecordEmission | undefined {
  const same = lines.findIndex(({ kind }) => kind !== 'both');
  return records[same] ?? records.at(-1);
}

function whatCameInstead(stopped: string, last: number | undefined, came: readonly string[]): string {
  const from = last === undefined ? 0 : last + 1;
  const rest = came.slice(from);
  const behind = last === undefined ? 'from the start' : `after ${came[last]!} (record ${last + 1} of ${came.length})`;
  const instead = rest.length === 0 ? `${behind} nothing more came` : `${behind} came ${sayNames(rest)}`;
  const earlier = came.lastIndexOf(stopped);
  if (earlier >= 0) return `${instead}; ${stopped} stands before that, as record ${earlier + 1}`;
  const meant = nearest(stopped, [...new Set(came)]);
  return `${instead}; ${stopped} was never recorded${meant === undefined ? '' : `, did you mean "${meant}"`}`;
}

function judgeExactly(wanted: readonly string[], records: readonly RecordEmission[], place: Finding['place']): Finding {
  const came = namesOf(records);
  const claim: Claim = {
    promise: 'cloudtrail',
    topic: 'exactly',
    claim: `CloudTrail records exactly ${sayNames(wanted)}`,
    place,
  };
  const lines = compare(wanted, came);
  const missing = lines.filter(({ kind }) => kind === 'missing').length;
  const extra = lines.filter(({ kind }) => kind === 'extra').length;
  if (missing + extra === 0) return kept(claim);
  const parts = [missing === 0 ? '' : `${missing} did not come`, extra === 0 ? '' : `${extra} came besides`];
  return broken(claim, {
    outcome: parts.filter((part) => part !== '').join(', '),
    expected: `exactly: ${sayValue(wanted)}`,
    nearest: came.length === 0 ? 'CloudTrail recorded nothing' : `${plural(came.length, 'record')}: ${sayNames(came)}`,
    difference: showLines(lines),
    ...aboutRecord(firstOther(lines, records)),
  });
}

const SIGNS = { both: ' ', missing: '-', extra: '+' } as const;

/** The comparison, a line a run of names: `-` expected and did not come, `+` came and was not expected. */
function showLines(lines: readonly Line[]): string {
  const rows = runsOf(lines);
  const near = (index: number) => rows.slice(Math.max(0, index - 1), index + 2).some(({ kind }) => kind !== 'both');
  const shown: string[] = ['- expected, did not come; + came, not expected'];
  let skipped = false;
  for (const [index, { kind, name, many }] of rows.entries()) {
    if (!near(index)) {
      skipped = true;
      continue;
    }
    if (skipped) shown.push('  …');
    skipped = false;
    shown.push(`${SIGNS[kind]} ${name}${many === 1 ? '' : ` ×${many}`}`);
  }
  return [...shown, ...(skipped ? ['  …'] : [])].join('\n');
}

function runsOf(lines: readonly Line[]): readonly (Line & { readonly many: number })[] {
  const runs: (Line & { many: number })[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && last.kind === line.kind && last.name === line.name) last.many += 1;
    else runs.push({ ...line, many: 1 });
  }
  return runs;
}

function judgePattern(
  pattern: NonNullable<CloudTrailExpectation['pattern']>,
  times: CloudTrailExpectation['times'],
  records: readonly RecordEmission[],
  place: Finding['place'],
): Finding {
  const count = times ?? AT_LEAST_ONCE;
  const claim = `a record that matches ${sayValue(pattern, 100)} is ${sayDone('recorded', count)}`;
  return judgeCounted({ promise: 'cloudtrail', topic: 'recorded', claim, place }, patternAt(pattern, place), count, {
    items: records,
    subject: ({ record }) => record,
    say: ({ record, at }) => `${sayRecord(record)} at ${sayInstant(at)}`,
    id: ({ record }) => record.eventID,
    noun: 'record',
    done: 'recorded',
    expected: `pattern: ${sayValue(pattern)}${times === undefined ? '' : `\ntimes: ${sayValue(times)}`}`,
  });
}
