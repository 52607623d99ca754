import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flowOf, missing, openStage, pushOf, scenarioOf, without } from './container-client.ts';
import { tarOf } from './tar.ts';

const CRANE = process.env['ECREPLAY_CRANE'] ?? 'crane';
const reason = missing(CRANE, 'version');

/** What crane looks for before it pushes: whether the manifest is there, and the layers. */
const LOOKS = ['BatchGetImage', 'BatchCheckLayerAvailability'];

describe.skipIf(reason !== undefined)(`crane${reason === undefined ? '' : `: ${reason}`}`, { timeout: 60_000 }, () => {
  test('an appended image is recorded as the scenario of the same push', async () => {
    await using stage = await openStage();
    const layer = join(stage.folder, 'layer.tar');
    writeFileSync(layer, tarOf({ content: randomBytes(500_000) }));
    await stage.client(CRANE, 'append', '--oci-empty-base', '-f', layer, '-t', `${stage.host}/web:v1`);
    const records = stage.records.slice();
    const manifest = await (await stage.ask('GET', '/v2/web/manifests/v1')).text();
    const scenario = scenarioOf(pushOf('web:v1', manifest));
    expect(flowOf(without(records, ...LOOKS))).toEqual(flowOf(without(scenario, ...LOOKS)));
    expect(records.at(-1)?.eventName).toBe('PutImage');
  });

  test('a copy of an index puts what it names by digest, and itself by its tag last', async () => {
    await using stage = await openStage(['web', 'api']);
    const parts = await Promise.all(
      ['amd64', 'arm64'].map(async (architecture) => {
        const { digest, text } = await stage.push('web', architecture, architecture);
        const mediaType = 'application/vnd.oci.image.manifest.v1+json';
        return { mediaType, digest, size: text.length, platform: { os: 'linux', architecture } };
      }),
    );
    const type = 'application/vnd.oci.image.index.v1+json';
    await stage.put('web', 'v1', { schemaVersion: 2, mediaType: type, manifests: parts }, type);
    stage.records.length = 0;
    await stage.client(CRANE, 'copy', `${stage.host}/web:v1`, `${stage.host}/api:v1`);
    const puts = stage.records.filter(({ eventName }) => eventName === 'PutImage');
    const named = puts.map(({ requestParameters }) => {
      const { imageDigest, imageTag } = requestParameters as { imageDigest?: string; imageTag?: string };
      return imageTag ?? imageDigest;
    });
    // By digest first, in no order, and the index by its tag last.
    expect(new Set(named.slice(0, -1))).toEqual(new Set(parts.map(({ digest }) => digest)));
    expect(named).toHaveLength(3);
    expect(named.at(-1)).toBe('v1');
    // Events come in no order.
    const pushed = () =>
      stage.events
        .filter(({ detail }) => detail['repository-name'] === 'api')
        .map(({ detail }) => JSON.stringify(detail['image-tag'] ?? 'none'))
        .toSorted((a, b) => a.localeCompare(b));
    await expect.poll(pushed, { timeout: 10_000 }).toEqual(['"none"', '"none"', '"v1"']);
  });

  test('pulls, validates, lists and counts what is there', async () => {
    await using stage = await openStage(['web', 'api']);
    const { digest } = await stage.push('web', 'v1');
    const image = `${stage.host}/web:v1`;
    expect((await stage.client(CRANE, 'digest', image)).trim()).toBe(digest);
    expect((await stage.client(CRANE, 'ls', `${stage.host}/web`)).trim()).toBe('v1');
    expect((await stage.client(CRANE, 'catalog', stage.host)).trim().split('\n')).toEqual(['api', 'web']);
    await expect(stage.client(CRANE, 'delete', image)).rejects.toThrow('UNSUPPORTED');
  });
});
