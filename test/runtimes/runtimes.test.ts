import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Invocation } from '../../src/consumer/consumer.ts';
import { openConsumers } from '../../src/consumer/open-consumers.ts';
import { seeded } from '../../src/random.ts';
import { imageAction } from '../unit/timeline/deliveries.ts';
import { go, node, python, shell } from './languages.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const moment = { at: START, emittedAt: START, rule: 'pushes', eventId: 'e1' };

describe.each([python(), node(), go(), shell()])('$name', (language) => {
  afterAll(() => language[Symbol.dispose]?.());

  beforeEach(({ skip }) => {
    skip(language.missing !== undefined, language.missing);
  });

  /** Has the consumer told of these tags, one after another. */
  async function tell(tags: readonly string[], timeout = '20s'): Promise<readonly Invocation[]> {
    await using opened = await openConsumers({
      specs: { deployer: { ...language.spec, timeout } },
      root: import.meta.dirname,
      importModule: () => Promise.reject(new Error('Nothing is to be imported')),
      account: '123456789012',
      region: 'us-east-2',
      start: START,
      random: seeded(1),
    });
    const invocations: Invocation[] = [];
    for (const tag of tags) {
      const event = imageAction(tag, { 'image-tag': tag, 'repository-name': 'web' });
      invocations.push(await opened.consumers.get('deployer')!.invoke(event, moment));
    }
    return invocations;
  }

  test('an event is handled, its context is right, and its AWS call is answered and recorded', async () => {
    const invocations = await tell(['1.0.0', '1.0.1']);
    for (const { outcome, requestId, calls, refusals, logs } of invocations) {
      expect(outcome).toEqual({
        kind: 'returned',
        value: {
          service: 'web',
          request: requestId,
          function: 'deployer',
          arn: 'arn:aws:lambda:us-east-2:123456789012:function:deployer',
          inTime: true,
        },
      });
      const input = { cluster: 'prod', service: 'web' };
      expect(calls).toEqual([{ service: 'ecs', operation: 'UpdateService', input, answered: 'embedded' }]);
      expect(refusals).toEqual([]);
      expect(logs).toContain('deploying 1.0.');
    }
  });

  test('an error is told in the words of its language, with what was written', async () => {
    const [failed, after] = await tell(['broken', '1.0.0']);
    const { name, stack } = language.error;
    expect(failed!.outcome).toMatchObject({ kind: 'threw', error: { name, message: 'there is no such image' } });
    if (stack instanceof RegExp) {
      expect(failed!.outcome).toMatchObject({ error: { stack: expect.stringMatching(stack) } });
    }
    expect(failed!.logs).toContain('this is going to fail');
    expect(after!.outcome.kind).toBe('returned');
  });

  test('a process that spins, or ends by itself, fails one invocation, and the next has another', async () => {
    const [slow, between, fatal, after] = await tell(['slow', '1.0.0', 'fatal', '1.0.1'], '5s');
    expect(slow!.outcome).toEqual({ kind: 'timed-out', after: 5_000 });
    expect(between!.outcome.kind).toBe('returned');
    expect(fatal!.outcome).toMatchObject({ kind: 'threw', error: { name: 'Runtime.ExitError' } });
    expect(after!.outcome.kind).toBe('returned');
  });
});
