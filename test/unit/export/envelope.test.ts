import { CloudWatchLogsSchema } from '@aws-lambda-powertools/parser/schemas/cloudwatch';
import { KinesisDataStreamSchema } from '@aws-lambda-powertools/parser/schemas/kinesis';
import { SnsSchema } from '@aws-lambda-powertools/parser/schemas/sns';
import { SqsSchema } from '@aws-lambda-powertools/parser/schemas/sqs';
import { expect, test } from 'vitest';
import { ENVELOPES, type Envelope } from '../../../src/export/envelope.ts';
import { exportEvents } from '../../../src/export/export-events.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const SCENARIO = readScenario(
  `version: 1
description: A push that comes late, twice, or never.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2", layers: [846] }
delivery:
  faults: [{ duplicate: { chance: 0.5 } }, { drop: { chance: 0.5 } }]
`,
  'push.yaml',
);

/** Takes what a function is given apart, with the schemas that Powertools has of it. */
const OPEN: Readonly<Record<Envelope, (given: unknown) => unknown>> = {
  sqs: (given) => parsed(SqsSchema.parse(given).Records[0]!.body),
  sns: (given) => parsed(SnsSchema.parse(given).Records[0]!.Sns.Message),
  'sns-sqs': (given) =>
    parsed((parsed(SqsSchema.parse(given).Records[0]!.body) as { readonly Message: unknown }).Message),
  kinesis: (given) => parsed(KinesisDataStreamSchema.parse(given).Records[0]!.kinesis.data),
  logs: (given) => parsed(CloudWatchLogsSchema.parse(given).awslogs.data.logEvents[0]!.message),
};

function parsed(text: unknown): unknown {
  return typeof text === 'string' ? JSON.parse(text) : text;
}

test.each(ENVELOPES)(
  'each event is in the envelope of %s, whatever faults would do to it, and the same every time',
  async (envelope) => {
    const bare = await exportEvents(SCENARIO);
    const given = await exportEvents(SCENARIO, { envelope });
    expect(given.map(({ name }) => name)).toEqual(bare.map(({ name }) => name));
    expect(given.map(({ event }) => OPEN[envelope](event))).toEqual(bare.map(({ event }) => event));
    expect(await exportEvents(SCENARIO, { envelope })).toEqual(given);
  },
);

test('names say what events tell, and stay when a step is added', async () => {
  const before = await exportEvents(SCENARIO);
  const names = before.map(({ name }) => name);
  expect(names).toContain('ecr-image-action-push-web-1.4.2');
  expect(names).toContain('cloudtrail-put-image-web-1.4.2');
  expect(new Set(names).size).toBe(names.length);
  const longer = readScenario(
    'version: 1\ndescription: More.\ngiven:\n  - repository: { name: web }\n  - repository: { name: team/api }\nsteps:\n  - push: { image: "team/api:Uni_1", layers: [846] }\n  - push: { image: "web:1.4.2", layers: [846] }\n',
    'push.yaml',
  );
  await expect(exportEvents(longer)).resolves.toEqual(
    expect.arrayContaining(names.map((name) => expect.objectContaining({ name }) as unknown)),
  );
});
