import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';
import { embed } from '../../../src/embedded/embedded.ts';
import { openEstate } from '../../../src/embedded/estate.ts';
import { openScene } from '../../../src/embedded/scene.ts';
import { seeded } from '../../../src/random.ts';
import type { Model } from '../../../src/wire/model.ts';
import { modelOf } from '../../../src/wire/models.ts';

/** Services that speak JSON, by the prefix of their targets. */
const TARGETS: Readonly<Record<string, string>> = {
  'cloudwatch-logs': 'Logs_20140328',
  ecr: 'AmazonEC2ContainerRegistry_V20150921',
  ecs: 'AmazonEC2ContainerServiceV20141113',
  eventbridge: 'AWSEvents',
  firehose: 'Firehose_20150804',
  kinesis: 'Kinesis_20131202',
  sfn: 'AWSStepFunctions',
  sqs: 'AmazonSQS',
  ssm: 'AmazonSSM',
};

const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-2:123456789012:${resource}`;

/** Few names, so that what one operation makes is what the next is about. */
const TEXTS = [
  ...[
    'a',
    'b',
    'c',
    'default',
    'x.fifo',
    '',
    '__proto__',
    'constructor',
    '%',
    '\0',
    '\ud800',
    '1',
    '-1',
    '1e999',
    'x'.repeat(300),
  ],
  ...[
    '{}',
    '[]',
    '{"a":1}',
    '{"source":["a"]}',
    '{"Version":"2012-10-17","Statement":{}}',
    'rate(1 minute)',
    'cron(',
    '$.a',
    '[w1]',
  ],
  '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}',
  ...['http://localhost/123456789012/a', 'LATEST', 'All', 'aGVsbG8=', '2026-01-15T09:30:00Z', 'arn:'],
  ...[
    arn('sqs', 'a'),
    arn('sns', 'a'),
    arn('lambda', 'function:a'),
    arn('events', 'rule/a'),
    arn('events', 'event-bus/a'),
  ],
  ...[arn('kinesis', 'stream/a'), arn('logs', 'log-group:a'), arn('states', 'stateMachine:a'), arn('ecs', 'cluster/a')],
];
const NUMBERS = [0, 1, -1, 2, 10, 100, 2 ** 31, 1e15, 0.5, 60];

/** Inputs of a shape: most are right, some are not. */
function inputs(model: Model, name: string, depth = 0): fc.Arbitrary<unknown> {
  const shape = model.shapes[name];
  const type = shape?.type ?? name;
  const nothing = fc.constant(undefined);
  if (depth > 5) return nothing;
  const wrong = fc.constantFrom(null, 1, 'x', [], {}, true);
  const of = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 20, arbitrary: right }, { weight: 1, arbitrary: wrong });
  switch (shape?.type) {
    case 'structure': {
      const { members, required = [] } = shape;
      const each = Object.entries(members).map(([member, of]) => {
        // Whoever waits for messages would wait for ever: nobody sends any.
        const value = member === 'WaitTimeSeconds' ? fc.constant(0) : inputs(model, of, depth + 1);
        return [member, fc.option(value, { nil: undefined, freq: required.includes(member) ? 20 : 1 })] as const;
      });
      return of(fc.record(Object.fromEntries(each)));
    }
    case 'list':
      return of(
        fc.array(inputs(model, shape.of, depth + 1), { minLength: shape.min ?? 0, maxLength: (shape.min ?? 0) + 2 }),
      );
    case 'map':
      return of(
        fc.dictionary(inputs(model, shape.key).map(String), inputs(model, shape.of, depth + 1), { maxKeys: 2 }),
      );
    default:
  }
  if (type === 'integer' || type === 'number') {
    const least = shape?.min ?? 0;
    return of(fc.oneof(fc.constantFrom(...NUMBERS), fc.integer({ min: least, max: least + 5 })));
  }
  if (type === 'boolean') return of(fc.boolean());
  if (type === 'timestamp') return of(fc.constantFrom(0, 1_768_469_400, -1, 1e12));
  const known = shape !== undefined && 'enum' in shape ? (shape.enum ?? []) : [];
  const texts = fc.constantFrom(...TEXTS);
  return of(known.length === 0 ? texts : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...known) }, texts));
}

/** A request of any operation of any of these services. */
async function requests(): Promise<fc.Arbitrary<{ readonly target: string; readonly input: unknown }>> {
  const all = await Promise.all(
    Object.entries(TARGETS).map(async ([service, prefix]) => {
      const model = (await modelOf(service))!;
      return Object.entries(model.operations).map(([operation, { input }]) =>
        fc.record({
          target: fc.constant(`${prefix}.${operation}`),
          input: input === undefined ? fc.constant({}) : inputs(model, input),
        }),
      );
    }),
  );
  return fc.oneof(...all.flat());
}

test(
  'whatever the services are asked, in the right shape or nearly so, they answer, and none has a defect',
  { timeout: 60_000 },
  async () => {
    const request = await requests();
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 20, maxLength: 40 }), async (asked) => {
        const agenda = virtualAgenda(Date.parse('2026-01-15T09:30:00Z'));
        const estate = openEstate(
          openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7) }),
        );
        estate.queues.create('a', {}, {});
        estate.functions.define('a', () => Promise.resolve({ kind: 'returned', value: null }));
        const embedded = embed(estate);
        const answered: number[] = [];
        for (const { target, input } of asked) {
          const answering = embedded(
            {
              method: 'POST',
              url: '/',
              headers: { host: 'localhost', 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
              body: Buffer.from(JSON.stringify(input)),
            },
            { record: () => {} },
          );
          // What it waits for, it waits for in the scenario's time.
          const [{ status }] = await Promise.all([answering, agenda.runUntil(agenda.now() + 1_000)]);
          answered.push(status);
        }
        estate.buses.stopSchedules();
        expect(Math.max(...answered)).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  },
);
