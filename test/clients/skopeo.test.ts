import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowOf, missing, openStage, pushOf, scenarioOf, without } from './container-client.ts';

const reason = missing('skopeo', '--version');
const PLAIN = ['--src-tls-verify=false', '--dest-tls-verify=false'];

describe.skipIf(reason !== undefined)(`skopeo${reason === undefined ? '' : `: ${reason}`}`, { timeout: 60_000 }, () => {
  test('a copy from a folder is recorded as the scenario of the same push', async () => {
    await using stage = await openStage(['given', 'web']);
    await stage.push('given', 'v1', randomBytes(500_000).toString('hex'));
    const folder = `dir:${join(stage.folder, 'image')}`;
    await stage.client('skopeo', 'copy', ...PLAIN, `docker://${stage.host}/given:v1`, folder);
    stage.records.length = 0;
    await stage.client('skopeo', 'copy', ...PLAIN, folder, `docker://${stage.host}/web:v1`);
    // It looks whether the layer is to be had in the repository that it has come from.
    const records = stage.records.filter(
      ({ requestParameters }) => (requestParameters as { repositoryName?: string }).repositoryName === 'web',
    );
    const manifest = await (await stage.ask('GET', '/v2/web/manifests/v1')).text();
    const scenario = scenarioOf(pushOf('web:v1', manifest));
    const checks = ['BatchCheckLayerAvailability'];
    expect(flowOf(completed(without(records, ...checks)))).toEqual(flowOf(without(scenario, ...checks)));
  });

  test('a copy from one repository to another is a pull and a push', async () => {
    await using stage = await openStage(['web', 'api']);
    await stage.push('web', 'v1', randomBytes(500_000).toString('hex'));
    stage.records.length = 0;
    await stage.client('skopeo', 'copy', ...PLAIN, `docker://${stage.host}/web:v1`, `docker://${stage.host}/api:v2`);
    const of = (repository: string) =>
      stage.records.filter(
        ({ requestParameters }) => (requestParameters as { repositoryName?: string }).repositoryName === repository,
      );
    const pulled = of('web').map(({ eventName }) => eventName);
    expect(pulled.toSorted()).toEqual(['BatchGetImage', 'GetDownloadUrlForLayer', 'GetDownloadUrlForLayer']);
    const manifest = await (await stage.ask('GET', '/v2/api/manifests/v2')).text();
    const scenario = scenarioOf(pushOf('api:v2', manifest), '- repository: { name: api }');
    const checks = ['BatchCheckLayerAvailability'];
    const pushed = of('api').filter(({ eventName }) => eventName !== 'BatchGetImage');
    expect(flowOf(completed(without(pushed, ...checks)))).toEqual(flowOf(without(scenario, ...checks)));
  });

  test('lists tags, looks at an image, and is told that ECR deletes none this way', async () => {
    await using stage = await openStage();
    await stage.push('web', 'v1');
    const image = `docker://${stage.host}/web:v1`;
    const listed = await stage.client('skopeo', 'list-tags', '--tls-verify=false', `docker://${stage.host}/web`);
    expect(JSON.parse(listed)).toMatchObject({ Tags: ['v1'] });
    const seen = await stage.client('skopeo', 'inspect', '--raw', '--tls-verify=false', image);
    expect(JSON.parse(seen)).toMatchObject({ schemaVersion: 2 });
    await expect(stage.client('skopeo', 'delete', '--tls-verify=false', image)).rejects.toThrow(
      '405 Method Not Allowed',
    );
  });
});

/** Leaves out uploads that were begun in the hope of a mount, and given up. */
function completed(records: ReturnType<typeof without>): ReturnType<typeof without> {
  const told = new Set(records.map(({ requestParameters }) => (requestParameters as { uploadId?: string }).uploadId));
  return records.filter(
    ({ eventName, responseElements }) =>
      eventName !== 'InitiateLayerUpload' || told.has((responseElements as { uploadId: string }).uploadId),
  );
}
