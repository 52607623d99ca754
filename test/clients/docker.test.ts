import { hash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../unit/distribution/client.ts';
import { emittedBy, eventsOf, flowOf, missing, openStage, pushOf, scenarioOf, without } from './container-client.ts';
import { tarOf } from './tar.ts';

const reason = missing('docker', 'info');

/** An image of layers that nobody has, as `docker save` writes one. */
function archiveOf(image: string, sizes: readonly number[]): Buffer {
  const layers = sizes.map((size, at) => tarOf({ [`file-${at}`]: randomBytes(size) }));
  const diffIds = layers.map((layer) => `sha256:${hash('sha256', layer)}`);
  const config = { architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: diffIds } };
  const names = layers.map((_, at) => `${at}.tar`);
  return tarOf({
    'config.json': Buffer.from(JSON.stringify(config)),
    'manifest.json': Buffer.from(JSON.stringify([{ Config: 'config.json', RepoTags: [image], Layers: names }])),
    ...Object.fromEntries(layers.map((layer, at) => [`${at}.tar`, layer])),
  });
}

/** An image in the engine, under a name of the registry's. The second layer is told of in two parts. */
async function openImage(sizes: readonly number[] = [200_000, 12_000_000, 100_000, 5_000, 300_000, 50_000]) {
  const stage = await openStage();
  const image = `${stage.host}/web:v1`;
  const tar = join(stage.folder, 'image.tar');
  writeFileSync(tar, archiveOf(image, sizes));
  await stage.client('docker', 'load', '--input', tar);
  return {
    ...stage,
    image,
    manifest: async () => await (await stage.ask('GET', '/v2/web/manifests/v1')).text(),
    [Symbol.asyncDispose]: async () => {
      await stage.client('docker', 'rmi', '--force', image);
      await stage[Symbol.asyncDispose]();
    },
  };
}

describe.skipIf(reason !== undefined)(`docker${reason === undefined ? '' : `: ${reason}`}`, { timeout: 60_000 }, () => {
  test('logs in with the password of GetAuthorizationToken', async () => {
    await using stage = await openStage();
    const login = ['login', '--username', 'AWS', '--password', stage.password, stage.host];
    expect(await stage.client('docker', ...login)).toContain('Login Succeeded');
    const wrong = stage.client('docker', 'login', '--username', 'AWS', '--password', 'guessed', stage.host);
    await expect(wrong).rejects.toThrow('401 Unauthorized');
  });

  test('a push is recorded as the scenario of the same push, but for when layers are looked for', async () => {
    await using stage = await openImage();
    await stage.client('docker', 'push', stage.image);
    const records = stage.records.slice();
    const scenario = scenarioOf(pushOf('web:v1', await stage.manifest()));
    const checks = ['BatchCheckLayerAvailability'];
    expect(flowOf(without(records, ...checks))).toEqual(flowOf(without(scenario, ...checks)));
    // What it has just packed it looks for once it is there; the configuration before and after.
    const looked = (of: typeof records) => of.filter(({ eventName }) => checks.includes(eventName)).length;
    expect([looked(records), looked([...scenario])]).toEqual([8, 7]);
    expect(records.at(-1)?.eventName).toBe('PutImage');
    // A second later, as in a rehearsal.
    const { native } = emittedBy(pushOf('web:v1', await stage.manifest()));
    await expect.poll(() => eventsOf(stage.events), { timeout: 10_000 }).toEqual(eventsOf(native));
  });

  test('a push of what is there already is recorded as the scenario of the same two pushes', async () => {
    await using stage = await openImage();
    await stage.client('docker', 'push', stage.image);
    stage.records.length = 0;
    await stage.client('docker', 'push', stage.image);
    const records = stage.records.slice();
    const push = pushOf('web:v1', await stage.manifest());
    const first = scenarioOf(push);
    const again = scenarioOf(`${push}\n${push}`).slice(first.length);
    expect(flowOf(records)).toEqual(flowOf(again));
  });

  test('a pull is recorded as the scenario of the same pull, but that it asks by tag and then by digest', async () => {
    await using stage = await openImage();
    await stage.client('docker', 'push', stage.image);
    const manifest = await stage.manifest();
    await stage.client('docker', 'rmi', stage.image);
    stage.records.length = 0;
    expect(await stage.client('docker', 'pull', stage.image)).toContain('Downloaded newer image');
    const records = stage.records.slice();
    const push = pushOf('web:v1', manifest);
    const pull = scenarioOf(`${push}\n- pull: { image: "web:v1", login: false }`).slice(scenarioOf(push).length);
    const asked = ['BatchGetImage'];
    expect(flowOf(without(records, ...asked))).toEqual(flowOf(without(pull, ...asked)));
    const ids = records.flatMap(({ eventName, requestParameters }) =>
      eventName === 'BatchGetImage' ? [(requestParameters as { imageIds: readonly object[] }).imageIds] : [],
    );
    expect(ids).toEqual([[{ imageTag: 'v1' }], [{ imageDigest: expect.stringMatching(/^sha256:/) as string }]]);
  });

  test('a push to a repository that there is not ends with the first refusal, where others try again', async () => {
    await using stage = await openImage([1_000]);
    const other = `${stage.host}/api:v1`;
    await stage.client('docker', 'tag', stage.image, other);
    await expect(stage.client('docker', 'push', other)).rejects.toThrow(
      "The repository with name 'api' does not exist",
    );
    await stage.client('docker', 'rmi', other);
    expect(stage.operations()).toEqual(['InitiateLayerUpload RepositoryNotFoundException']);
    const push = '- push: { image: "api:v1", login: false, layers: [1000], fails: RepositoryNotFoundException }';
    const errors = scenarioOf(push).map(({ eventName, errorCode }) => `${eventName} ${errorCode}`);
    expect(new Set(errors)).toEqual(
      new Set(['BatchCheckLayerAvailability RepositoryNotFoundException', ...stage.operations()]),
    );
  });

  test('a pull of what is not there is refused in ECR’s words', async () => {
    await using stage = await openStage();
    await expect(stage.client('docker', 'pull', `${stage.host}/web:nothing`)).rejects.toThrow(
      'manifest unknown: Requested image not found',
    );
    expect(await errorOf(await stage.ask('GET', '/v2/web/manifests/nothing'))).toMatchObject({ status: 404 });
  });
});
