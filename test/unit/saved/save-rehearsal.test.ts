import { expect, test } from 'vitest';
import { rehearseFrom } from '../../../src/rehearse/rehearse-from.ts';
import type { Item } from '../../../src/saved/saved-run.ts';
import { saveRehearsal } from '../../../src/saved/save-rehearsal.ts';

const SCENARIO = {
  description: 'A push is cleaned up, and a scan is lost.',
  given: [{ repository: { name: 'web' } }],
  steps: [{ push: { image: 'web:1' } }, { scan: { image: 'web:1' } }],
  delivery: { faults: [{ drop: { chance: 1, only: { 'detail-type': ['ECR Image Scan'] } } }] },
  expect: [{ consumer: 'cleaner', invoked: 1 }],
} as const;

const SETUP = {
  rules: {
    pushes: { pattern: { detail: { 'action-type': ['PUSH'] } }, targets: ['cleaner'] },
    off: { pattern: { source: ['aws.ecr'] }, state: 'DISABLED' as const, targets: ['cleaner'] },
    reads: {
      pattern: { detail: { eventName: ['DescribeImageScanFindings', 'BatchCheckLayerAvailability'] } },
      targets: ['cleaner'],
    },
  },
  consumers: { cleaner: { handler: () => Promise.resolve('clean') } },
};

const SAVED = saveRehearsal(await rehearseFrom(SCENARIO, SETUP));

/** An item and everything that led to it, each by its kind. */
function way(to: Item | undefined): readonly string[] {
  if (to === undefined) return [];
  const from = SAVED.items.find(({ id }) => id === to.causes?.[0]);
  return [...way(from), to.kind];
}

test('an invocation is led to by the call, the event, its arrival and the rule', () => {
  const invocation = SAVED.items.find(({ kind }) => kind === 'invocation');
  expect(way(invocation)).toEqual(['call', 'event', 'delivery', 'match', 'invocation']);
});

test('an event via CloudTrail carries the record of its call', () => {
  const arrival = SAVED.items.find(
    ({ kind, title }) => kind === 'delivery' && title === 'PutImage of web via CloudTrail',
  );
  expect(way(arrival)).toEqual(['call', 'record', 'event', 'delivery']);
});

test('an event that a fault has dropped is said to have been lost', () => {
  const lost = SAVED.items.filter(({ tone }) => tone === 'lost');
  expect(lost.map(({ kind, title, notes }) => [kind, title, notes?.at(-1)])).toEqual([
    ['event', 'Image Scan COMPLETE web:1', 'A fault has dropped it: it never arrives'],
  ]);
});

test('for every arrival there is a reason for each rule that did not match, each reason once', () => {
  const arrivals = SAVED.items.filter(({ kind }) => kind === 'delivery');
  expect(arrivals.length).toBeGreaterThan(5);
  for (const { matched = [], passedBy = [] } of arrivals) {
    const others = passedBy.map((place) => SAVED.why[place]!.rule);
    expect([...matched, ...others].toSorted()).toEqual(['off', 'pushes', 'reads']);
  }
  expect(SAVED.why.filter(({ rule }) => rule === 'off')).toEqual([
    { rule: 'off', reason: 'the rule is disabled', mismatches: [] },
  ]);
  expect(new Set(SAVED.why.map((why) => JSON.stringify(why))).size).toBe(SAVED.why.length);
});
