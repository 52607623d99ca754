import { expect, test } from 'vitest';
import { propsFor, script } from '../../../src/rehearse/rehearse.ts';
import { readScenario } from '../../../src/scenario/read.ts';

const PUSH = 'given: [{ repository: { name: web } }]\nsteps: [{ push: { image: "web:1" } }, { wait: 10m }]';

async function played(noise: string, region = 'us-east-1') {
  const scenario = readScenario(
    `version: 1\ndescription: For a test.\nregion: ${region}\n${PUSH}\n${noise}`,
    'test.yaml',
  );
  const { emissions, timeline } = script(scenario, await propsFor(scenario));
  const records = emissions.flatMap((emission) => (emission.channel === 'cloudtrail' ? [emission] : []));
  return { emissions, timeline, records, noise: records.filter((record) => record.noise === true) };
}

test('noise is other services’ records, over the time of the scenario, among those of the registry', async () => {
  const { records, noise } = await played('noise: { perMinute: 30 }');
  expect(noise).toHaveLength(301);
  expect(records.map(({ at }) => at)).toEqual(records.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(new Set(noise.map(({ record }) => record.eventSource))).not.toContain('ecr.amazonaws.com');
  expect(new Set(noise.map(({ record }) => record.eventName)).size).toBeGreaterThan(8);
});

test('the records of the registry are the same with noise and without', async () => {
  const own = ({ records }: Awaited<ReturnType<typeof played>>) =>
    records.filter(({ noise }) => noise !== true).map(({ text }) => text);
  expect(own(await played('noise: {}'))).toEqual(own(await played('')));
});

test('the same seed makes the same noise, another seed another', async () => {
  const texts = async (yaml: string) => (await played(yaml)).noise.map(({ text }) => text);
  expect(await texts('noise: {}')).toEqual(await texts('noise: {}'));
  expect(await texts('noise: {}\nseed: 2')).not.toEqual(await texts('noise: {}'));
});

test('noise stays off the bus unless it is asked onto it', async () => {
  const silent = await played('noise: {}');
  expect(silent.timeline.filter(({ noise }) => noise === true)).toEqual([]);
  const loud = await played('noise: { onBus: true }');
  expect(loud.timeline.filter(({ noise }) => noise === true)).toHaveLength(loud.noise.length);
});

test('there is never more of it than was asked for, however long a scenario lasts', async () => {
  expect((await played('noise: { perMinute: 6000, atMost: 50 }')).noise).toHaveLength(50);
});

test('noise knows its partition', async () => {
  const { noise } = await played('noise: {}', 'cn-north-1');
  const text = noise.map((emission) => emission.text).join('');
  expect(text).not.toMatch(/arn:aws:/);
  expect(text).toContain('arn:aws-cn:');
});

test('every record of it has the members of real ones, in their order', async () => {
  const order =
    'eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent requestParameters responseElements requestID eventID readOnly resources eventType managementEvent recipientAccountId sharedEventID eventCategory tlsDetails'.split(
      ' ',
    );
  for (const { record } of (await played('noise: {}')).noise) {
    const keys = Object.keys(record);
    expect(keys).toEqual(order.filter((key) => keys.includes(key)));
  }
});
