import { bounded, clipped } from './bounded.ts';
import {
  fieldsOf,
  isMoment,
  listOf,
  numbersOf,
  oneOf,
  optionalNumber,
  optionalText,
  textOf,
  textsOf,
} from './fields.ts';
import {
  FORMAT,
  type Item,
  LANE_KINDS,
  type Lane,
  type SavedFile,
  type SavedFinding,
  type SavedRun,
  VERSION,
} from './saved-run.ts';

const MOST_RUNS = 5_000;
const MOST_ITEMS = 150_000;

/** Holds any JSON to what a saved file is: what is something else is left out and counted, so that a page can rely on the rest. */
export function holdToFormat(value: unknown): SavedFile {
  const fields = fieldsOf(value);
  const { title, runs, leftOut } = fields;
  const held = listOf(runs).slice(0, MOST_RUNS).map(holdRun);
  return {
    format: FORMAT,
    version: VERSION,
    title: textOf(title, 'a saved run'),
    runs: held,
    ...optionalNumber(fields, 'missing'),
    leftOut: [
      ...textsOf(leftOut),
      ...(listOf(runs).length > MOST_RUNS ? [`${listOf(runs).length - MOST_RUNS} more runs`] : []),
    ],
  };
}

const VERDICTS = ['broken', 'kept', 'unjudged'] as const;
const FINDINGS = ['kept', 'broken', 'unchecked'] as const;
const TONES = ['bad', 'odd', 'lost', 'noise'] as const;
const KINDS: readonly Item['kind'][] = [
  'call',
  'action',
  'record',
  'event',
  'delivery',
  'match',
  'invocation',
  'retry',
  'aws-call',
  'request',
  'refusal',
  'message',
  'dead-letter',
  'orphan',
  'finding',
];

function holdRun(value: unknown): SavedRun {
  const run = fieldsOf(value);
  const lanes = listOf(run['lanes']).flatMap(holdLane);
  const known = new Set(lanes.map(({ id }) => id));
  const given = listOf(run['items']);
  const ids = new Set<string>();
  const items = given.slice(0, MOST_ITEMS).flatMap((one) => {
    const item = holdItem(one);
    if (item === undefined || !known.has(item.lane) || ids.has(item.id)) return [];
    ids.add(item.id);
    return [item];
  });
  const lost = given.length - items.length;
  return {
    name: textOf(run['name'], 'a run'),
    description: textOf(run['description'], ''),
    ...optionalText(run, 'again'),
    verdict: oneOf(VERDICTS, run['verdict']) ?? 'unjudged',
    bus: textOf(run['bus'], 'unknown'),
    limits: textsOf(run['limits']),
    findings: listOf(run['findings']).map(holdFinding),
    rules: listOf(run['rules']).map((rule) => {
      const fields = fieldsOf(rule);
      return {
        name: textOf(fields['name'], 'a rule'),
        pattern: textOf(fields['pattern'], '{}', 100_000),
        ...optionalText(fields, 'state'),
        targets: textsOf(fields['targets']),
      };
    }),
    why: listOf(run['why']).map((why) => {
      const fields = fieldsOf(why);
      return {
        rule: textOf(fields['rule'], ''),
        ...optionalText(fields, 'reason'),
        mismatches: listOf(fields['mismatches']).map((one) => {
          const mismatch = fieldsOf(one);
          return {
            path: textOf(mismatch['path'], ''),
            wanted: textOf(mismatch['wanted'], ''),
            ...optionalText(mismatch, 'found'),
            reason: textOf(mismatch['reason'], ''),
            ...optionalText(mismatch, 'advice'),
          };
        }),
      };
    }),
    lanes,
    items: items.toSorted((a, b) => a.at - b.at),
    leftOut: [
      ...textsOf(run['leftOut']),
      ...(lost > 0 ? [`${lost} of ${given.length} items, which are not as this format has them or too many`] : []),
    ],
    ...holdSummary(run['summary']),
  };
}

function holdLane(value: unknown): readonly Lane[] {
  const { id, kind, name } = fieldsOf(value);
  const known = oneOf(LANE_KINDS, kind);
  return typeof id === 'string' && known !== undefined ? [{ id, kind: known, name: textOf(name, id) }] : [];
}

function holdItem(value: unknown): Item | undefined {
  const fields = fieldsOf(value);
  const { id, lane, at } = fields;
  const kind = oneOf(KINDS, fields['kind']);
  if (typeof id !== 'string' || typeof lane !== 'string' || kind === undefined || !isMoment(at)) return undefined;
  const tone = oneOf(TONES, fields['tone']);
  const logs = fields['logs'];
  return {
    id,
    lane,
    kind,
    at,
    title: textOf(fields['title'], kind, 200),
    ...(tone !== undefined && { tone }),
    ...optionalNumber(fields, 'real'),
    ...optionalNumber(fields, 'took'),
    ...optionalNumber(fields, 'step'),
    ...optionalText(fields, 'repository'),
    ...optionalText(fields, 'digest'),
    ...optionalText(fields, 'eventId'),
    ...optionalText(fields, 'requestId'),
    ...optionalText(fields, 'bodyOf'),
    causes: textsOf(fields['causes']),
    notes: textsOf(fields['notes']),
    ...('matched' in fields && { matched: textsOf(fields['matched']) }),
    passedBy: listOf(fields['passedBy']).filter((place) => typeof place === 'number'),
    ...('body' in fields && { body: bounded(fields['body']).body }),
    ...(typeof logs === 'string' && { logs: clipped(logs, 20_000) }),
  };
}

function holdFinding(value: unknown): SavedFinding {
  const fields = fieldsOf(value);
  const evidence = fieldsOf(fields['evidence']);
  return {
    kind: oneOf(FINDINGS, fields['kind']) ?? 'unchecked',
    promise: textOf(fields['promise'], ''),
    topic: textOf(fields['topic'], ''),
    claim: textOf(fields['claim'], 'a promise without words'),
    ...optionalText(fields, 'place'),
    ...optionalText(fields, 'reason'),
    ...('evidence' in fields && {
      evidence: {
        outcome: textOf(evidence['outcome'], ''),
        expected: textOf(evidence['expected'], ''),
        nearest: textOf(evidence['nearest'], '', 20_000),
        difference: textOf(evidence['difference'], '', 20_000),
      },
    }),
    items: textsOf(fields['items']),
  };
}

function holdSummary(value: unknown): Pick<SavedRun, 'summary'> {
  const { from, until, lanes } = fieldsOf(value);
  if (!isMoment(from) || !isMoment(until) || until <= from) return {};
  const held = Object.entries(fieldsOf(lanes)).map(([id, counts]) => {
    const { all, bad } = fieldsOf(counts);
    return [id, { all: numbersOf(all), bad: numbersOf(bad) }] as const;
  });
  return { summary: { from, until, lanes: Object.fromEntries(held) } };
}
