import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Layers, openLayers } from '../../../../src/embedded/ecr/layers.ts';

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** A place for layers in a folder of its own. */
function openPlace(most?: number) {
  const root = mkdtempSync(join(tmpdir(), 'ecreplay-test-'));
  const layers = openLayers({ root, ...(most !== undefined && { most }) });
  const files = () => readdirSync(root).flatMap((folder) => readdirSync(join(root, folder)));
  return {
    layers,
    root,
    files,
    [Symbol.asyncDispose]: async () => {
      await layers[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function read(layers: Layers, digest: string, first: number, last: number): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of layers.read(digest, first, last)) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('what has come of an upload is a layer once it is complete, whole and in parts', async () => {
  await using place = openPlace();
  const { layers } = place;
  // Nobody waits for one before the next.
  await Promise.all(['ab', 'cd', 'ef'].map((text) => layers.append('u', Buffer.from(text))));
  expect([layers.received('u'), `sha256:${layers.hashOf('u')!.digest('hex')}`]).toEqual([6, digestOf('abcdef')]);
  await layers.complete('u');
  expect([layers.received('u'), layers.sizeOf(digestOf('abcdef'))]).toEqual([0, 6]);
  expect(await read(layers, digestOf('abcdef'), 0, 5)).toBe('abcdef');
  expect(await read(layers, digestOf('abcdef'), 2, 3)).toBe('cd');
  expect(await read(layers, digestOf('nothing'), 0, 3)).toBe('');
});

test('a layer that is there already takes no more room', async () => {
  await using place = openPlace(10);
  const { layers } = place;
  for (const upload of ['a', 'b', 'c', 'd']) {
    await layers.append(upload, Buffer.from('12345'));
    await layers.complete(upload);
  }
  expect(place.files()).toHaveLength(1);
});

test('more than a limit is not kept; what is given up makes room again', async () => {
  await using place = openPlace(10);
  const { layers } = place;
  await layers.append('a', Buffer.from('12345678'));
  expect(() => layers.append('b', Buffer.from('123'))).toThrow('ecreplay keeps 10 bytes of them at most');
  await layers.discard('a');
  await layers.append('b', Buffer.from('123'));
  expect(layers.received('b')).toBe(3);
});

test('layers that nobody has any longer go, and make room', async () => {
  await using place = openPlace(10);
  const { layers } = place;
  for (const text of ['12345', '67890']) {
    await layers.append(text, Buffer.from(text));
    await layers.complete(text);
  }
  await layers.keep((digest) => digest === digestOf('12345'));
  expect([layers.sizeOf(digestOf('12345')), layers.sizeOf(digestOf('67890'))]).toEqual([5, undefined]);
  expect(place.files()).toHaveLength(1);
  await layers.append('more', Buffer.from('abcde'));
});

test('an upload that the disk does not take is refused, and so is its end', async () => {
  await using place = openPlace();
  const { layers } = place;
  await layers.append('a', Buffer.from('1'));
  rmSync(place.root, { recursive: true });
  await expect(layers.append('b', Buffer.from('1'))).rejects.toMatchObject({ code: 'ServerException' });
  await expect(layers.written('b')).rejects.toThrow('Cannot keep the layer');
  await layers.discard('b');
  const nowhere = openLayers({ root: join(place.root, 'none') });
  expect(() => nowhere.append('a', Buffer.from('1'))).toThrow('Cannot keep the layer');
});

test('nothing is left once the place is closed, and nothing is made before it is needed', async () => {
  await using place = openPlace();
  expect(readdirSync(place.root)).toEqual([]);
  await place.layers.append('a', Buffer.from('1'));
  const [folder] = readdirSync(place.root);
  await place.layers[Symbol.asyncDispose]();
  expect(existsSync(join(place.root, folder!))).toBe(false);
});
