import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { forgetSpent, openMeter } from '../../../../src/bus/aws/meter.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'ecreplay-meter-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test('what a budget allows is spent, and one more is refused', () => {
  const meter = openMeter(undefined, { events: 2 });
  meter.spend('events');
  meter.spend('events');
  meter.spend('invocations');
  expect(() => meter.spend('events')).toThrow(
    'Cannot send more: the budget of 2 events is used up, wanted a larger "budget.events"',
  );
});

test('all who belong to a run spend the same budget, whichever worker they are in', () => {
  const at = folder();
  openMeter('r', { invocations: 2 }, at).spend('invocations');
  openMeter('r', { invocations: 2 }, at).spend('invocations');
  openMeter('other', { invocations: 2 }, at).spend('invocations');
  expect(() => openMeter('r', { invocations: 2 }, at).spend('invocations')).toThrow('the budget of 2 invocations');
});

test('a budget of one is worded as one', () => {
  const meter = openMeter(undefined, { invocations: 1 });
  meter.spend('invocations');
  expect(() => meter.spend('invocations')).toThrow('the budget of 1 invocation is used up');
});

test('a run that is over leaves nothing of what it counted, and others keep theirs', () => {
  const at = folder();
  for (const run of ['r', 'other']) {
    openMeter(run, {}, at).spend('events');
    openMeter(run, {}, at).spend('invocations');
  }
  forgetSpent('r', at);
  expect(readdirSync(at)).toEqual(['other.events', 'other.invocations']);
});

test('what was spent yesterday is forgotten', () => {
  const at = folder();
  const old = join(at, 'old.events');
  writeFileSync(old, '...');
  utimesSync(old, 0, 0);
  openMeter('r', {}, at).spend('events');
  expect(readdirSync(at)).toEqual(['r.events']);
});
