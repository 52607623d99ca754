import { expect, test } from 'vitest';
import { deliveryOf } from '../../../src/deduce/arrivals.ts';
import type { Said } from '../../../src/deduce/said.ts';

const START = Date.parse('2026-01-15T09:30:00Z');

function push(line: number, tag: string, late: number): Said {
  return {
    line,
    arrived: START + late,
    value: {
      id: `event-${tag}`,
      'detail-type': 'ECR Image Action',
      time: '2026-01-15T09:30:00Z',
      detail: { 'action-type': 'PUSH', 'repository-name': 'web', 'image-tag': tag },
    },
  };
}

test('events take as long as they usually took, and what was late or came again does so', () => {
  const lines = [push(2, 'a', 900), push(3, 'b', 900), push(4, 'c', 60_900), push(5, 'a', 4_900), push(6, 'd', 900)];
  const only = (tag: string) => ({
    'detail-type': ['ECR Image Action'],
    detail: { 'action-type': ['PUSH'], 'repository-name': ['web'], 'image-tag': [tag] },
  });
  expect(deliveryOf(lines)).toEqual({
    latency: { native: '0.9s' },
    faults: [
      { delay: { by: '60s', chance: 1, only: only('c') } },
      { duplicate: { chance: 1, after: '4s', only: only('a') } },
    ],
  });
});

test('of what was never timed nobody says how long it took', () => {
  expect(deliveryOf([push(2, 'a', 0), push(3, 'b', 0)])).toEqual({ latency: {}, faults: [] });
  expect(deliveryOf([{ line: 1, value: { 'detail-type': 'X', id: 'a' } }])).toEqual({ latency: {}, faults: [] });
});
