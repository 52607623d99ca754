import { expect, test } from 'vitest';
import { rehearsed } from './rehearsed.ts';

// `by rule ""` stood where a queue, a state machine or a call had invoked the consumer.
test('an invocation that no rule has made says what has', async () => {
  const { run, findings } = await rehearsed(
    () => {
      throw new Error('no');
    },
    {
      resources: {
        eventSources: [{ queue: 'work', consumer: 'deployer' }],
        queues: { work: { redrive: { queue: 'dead', maxReceiveCount: 1 } } },
      },
    },
  );
  expect(run.arrivals.flatMap(({ invocations }) => invocations).map(({ rule, by }) => [rule, by])).toEqual([
    ['', 'queue "work"'],
  ]);
  expect(findings.find(({ kind }) => kind === 'broken')?.evidence?.nearest).toMatch(
    /^\S+Z by queue "work", after ECR Image Action PUSH SUCCESS web:1\.4\.2\n/,
  );
});
