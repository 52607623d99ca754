import { expect, test } from 'vitest';
import { eventDoubts } from '../../../src/pattern/advice/event-doubts.ts';
import { choose } from '../../../src/trigger/choose.ts';
import { FLOWS } from '../../../src/trigger/flows.ts';

test.each(Object.keys(FLOWS))(
  'flow %s tells of events that are all as AWS sends them, and one is meant',
  async (name) => {
    const { events, chosen } = await choose(name, undefined, {});
    expect(events.flatMap(({ event }) => eventDoubts({ ...event }))).toEqual([]);
    expect(events).toContain(chosen);
    // The same event every time, whatever else there is.
    expect((await choose(name, undefined, {})).chosen.text).toBe(chosen.text);
  },
);

test('what is meant has what the name of the flow says', async () => {
  const detailOf = async (name: string) => (await choose(name, undefined, {})).chosen.event.detail;
  expect(await detailOf('push-multi-arch')).toHaveProperty('image-tag', '1.4.2');
  expect(await detailOf('push-untagged')).not.toHaveProperty('image-tag');
  expect(await detailOf('push-refused')).toHaveProperty('errorCode', 'ImageTagAlreadyExistsException');
  expect(await detailOf('scan')).toHaveProperty('finding-severity-counts', {});
  expect(await detailOf('scan-findings')).toHaveProperty('finding-severity-counts', { CRITICAL: 1, MEDIUM: 9 });
});

test('another event is chosen by its number, its detail type or a pattern', async () => {
  const { events } = await choose('scan', undefined, {});
  expect((await choose('scan', '1', {})).chosen.text).toBe(events[0]!.text);
  expect((await choose('scan', 'ECR Image Action', {})).chosen.event['detail-type']).toBe('ECR Image Action');
  const { chosen } = await choose('scan', '{"detail":{"eventName":["PutImage"]}}', {});
  expect(chosen.event.detail['eventName']).toBe('PutImage');
  await expect(choose('scan', '99', {})).rejects.toThrow('wanted 1 to 17');
  await expect(choose('scan', 'ECR Image Scna', {})).rejects.toThrow('none of 17 matches');
  await expect(choose('scna', undefined, {})).rejects.toThrow('did you mean "scan"');
  await expect(choose('no/such.yaml', undefined, {})).rejects.toThrow('there is no such file');
});

test.for([
  [{}, 'source "aws.ecr" and detail-type "ECR Image Actoin"', { 'detail-type': 'ECR Image Actoin' }],
  [{}, 'detail.result is "DONE", and AWS sends "SUCCESS", "FAILED", "FAILURE"', { detail: { result: 'DONE' } }],
  [{}, 'detail.action-type is missing', { detail: { result: 'SUCCESS' } }],
  [{}, 'detail.imageTag is no member that AWS sends', { detail: { imageTag: 'v1' } }],
  [{}, 'detail.image-tag is null, and AWS sends a text', { detail: { 'image-tag': null } }],
  [{}, 'resources is "x", and AWS sends nothing there', { resources: ['x'] }],
] as const)('what AWS would not send is told: %o', async ([, words, change]) => {
  const { chosen } = await choose('push', undefined, {});
  expect(eventDoubts({ ...chosen.event, ...change }).join('\n')).toContain(words);
});
