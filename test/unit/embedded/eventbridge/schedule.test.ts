import { describe, expect, test } from 'vitest';
import { readSchedule } from '../../../../src/embedded/eventbridge/schedule.ts';
import { arn, NOW, stage } from './stage.ts';

/** The first three moments of a schedule from Thursday, 15 January 2026, 09:30. */
function next(expression: string): string[] {
  const schedule = readSchedule(expression, NOW)!;
  const moments: string[] = [];
  for (let at: number | undefined = NOW; moments.length < 3;) {
    at = schedule(at);
    if (at === undefined) break;
    moments.push(new Date(at).toISOString().replace(/:00\.000Z$/, ''));
  }
  return moments;
}

// The forms of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html, worked out by hand.
test.each([
  ['rate(1 minute)', ['2026-01-15T09:31', '2026-01-15T09:32', '2026-01-15T09:33']],
  ['rate(5 hours)', ['2026-01-15T14:30', '2026-01-15T19:30', '2026-01-16T00:30']],
  ['rate(7 days)', ['2026-01-22T09:30', '2026-01-29T09:30', '2026-02-05T09:30']],
  ['cron(0 10 * * ? *)', ['2026-01-15T10:00', '2026-01-16T10:00', '2026-01-17T10:00']],
  ['cron(15 12 * * ? *)', ['2026-01-15T12:15', '2026-01-16T12:15', '2026-01-17T12:15']],
  ['cron(0 18 ? * MON-FRI *)', ['2026-01-15T18:00', '2026-01-16T18:00', '2026-01-19T18:00']],
  ['cron(0 8 1 * ? *)', ['2026-02-01T08:00', '2026-03-01T08:00', '2026-04-01T08:00']],
  ['cron(0/15 * * * ? *)', ['2026-01-15T09:45', '2026-01-15T10:00', '2026-01-15T10:15']],
  ['cron(0/30 20-22 ? * MON-FRI *)', ['2026-01-15T20:00', '2026-01-15T20:30', '2026-01-15T21:00']],
  ['cron(0 0 ? * 1 *)', ['2026-01-18T00:00', '2026-01-25T00:00', '2026-02-01T00:00']],
  ['cron(0 9 ? * 2#1 *)', ['2026-02-02T09:00', '2026-03-02T09:00', '2026-04-06T09:00']],
  ['cron(0 9 L * ? *)', ['2026-01-31T09:00', '2026-02-28T09:00', '2026-03-31T09:00']],
  ['cron(0 9 ? * L *)', ['2026-01-17T09:00', '2026-01-24T09:00', '2026-01-31T09:00']],
  ['cron(0 9 ? * 6L *)', ['2026-01-30T09:00', '2026-02-27T09:00', '2026-03-27T09:00']],
  ['cron(0 9 1W * ? *)', ['2026-02-02T09:00', '2026-03-02T09:00', '2026-04-01T09:00']],
  ['cron(0 9 1 JAN,JUL ? 2026-2027)', ['2026-07-01T09:00', '2027-01-01T09:00', '2027-07-01T09:00']],
  ['cron(0 9 1 1 ? 2020)', []],
])('%s is due then', (expression, moments) => {
  expect(next(expression)).toEqual(moments);
});

describe('is refused:', () => {
  test.each([
    'rate(0 minutes)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(5 weeks)',
    'rate(1.5 hours)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(0 10 * * ?)',
    'cron(0 25 * * ? *)',
    'cron(? 10 * * ? *)',
    'at(2026-01-15T09:30:00)',
    '',
  ])('"%s"', (expression) => {
    expect(readSchedule(expression, NOW)).toBeUndefined();
  });
});

test('a scheduled event goes to its own rule alone, hour by hour, until the rule is disabled or gone', async () => {
  const { ask, agenda, queue, messages } = stage();
  ask('PutRule', { Name: 'hourly', ScheduleExpression: 'rate(1 hour)' });
  ask('PutTargets', { Rule: 'hourly', Targets: [{ Id: 't', Arn: queue('q') }] });
  ask('PutRule', { Name: 'other', EventPattern: '{"source":["aws.events"]}' });
  ask('PutTargets', { Rule: 'other', Targets: [{ Id: 't', Arn: queue('other') }] });
  await agenda.runUntil(NOW + 3 * 3_600_000);
  const events = (await messages('q')).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(events.map(({ time }) => time)).toEqual([
    '2026-01-15T10:30:00Z',
    '2026-01-15T11:30:00Z',
    '2026-01-15T12:30:00Z',
  ]);
  expect(events[0]).toMatchObject({
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    resources: [arn('events', 'rule/hourly')],
    detail: {},
  });
  expect(await messages('other')).toEqual([]);
  ask('DisableRule', { Name: 'hourly' });
  await agenda.runUntil(NOW + 6 * 3_600_000);
  expect(await messages('q')).toEqual([]);
  ask('EnableRule', { Name: 'hourly' });
  ask('RemoveTargets', { Rule: 'hourly', Ids: ['t'] });
  ask('DeleteRule', { Name: 'hourly' });
  await agenda.settle(86_400_000);
  expect(agenda.now()).toBe(NOW + 6 * 3_600_000);
});

test('a rule with a pattern and a schedule is seen by both', async () => {
  const { ask, agenda, queue, messages } = stage();
  ask('PutRule', { Name: 'r', ScheduleExpression: 'rate(1 hour)', EventPattern: '{"source":["shop"]}' });
  ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: queue('q') }] });
  ask('PutEvents', { Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{}' }] });
  await agenda.runUntil(NOW + 3_600_000);
  expect(await messages('q')).toHaveLength(2);
});
