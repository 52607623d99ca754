import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { answer, ask, CONFIG, LAYER, MANIFEST, opened, upload, WEB } from './furnished.ts';

const PART = 5_242_880;

test('a layer comes in parts that follow each other, all but the last of five MiB at least', () => {
  const ledger = opened();
  answer(ledger, 'CreateRepository', WEB);
  const { uploadId } = answer(ledger, 'InitiateLayerUpload', WEB);
  const target = { ...WEB, uploadId: uploadId as string };
  expect(answer(ledger, 'UploadLayerPart', { ...target, partFirstByte: 0, partLastByte: PART - 1 })).toMatchObject({
    lastByteReceived: PART - 1,
  });
  // The same part again is no part that follows.
  expect(ask(ledger, 'UploadLayerPart', { ...target, partFirstByte: 0, partLastByte: PART - 1 }).failure?.code).toBe(
    'InvalidLayerPartException',
  );
  answer(ledger, 'UploadLayerPart', { ...target, partFirstByte: PART, partLastByte: PART });
  expect(answer(ledger, 'CompleteLayerUpload', { ...target, layerDigests: [LAYER.digest] })).toMatchObject({
    layerDigest: LAYER.digest,
  });
  expect(ask(ledger, 'CompleteLayerUpload', { ...target, layerDigests: [LAYER.digest] }).failure?.code).toBe(
    'UploadNotFoundException',
  );
});

test('an upload that is broken off leaves nothing but itself, and another goes on beside it', () => {
  const ledger = opened();
  answer(ledger, 'CreateRepository', WEB);
  const { uploadId } = answer(ledger, 'InitiateLayerUpload', WEB);
  answer(ledger, 'UploadLayerPart', { ...WEB, uploadId: uploadId as string, partFirstByte: 0, partLastByte: 99 });
  for (const layer of [CONFIG, LAYER]) upload(ledger, 'web', layer);
  answer(ledger, 'PutImage', { ...WEB, imageManifest: MANIFEST, imageTag: 'one' });
  expect(ledger.registry.repositories.get('web')?.uploads.size).toBe(1);
  expect(ledger.registry.repositories.get('web')?.layers.size).toBe(2);
});

test('where the bytes are known, a digest that is not theirs is refused, and the upload can still be completed', () => {
  const ledger = opened();
  answer(ledger, 'CreateRepository', WEB);
  const { uploadId } = answer(ledger, 'InitiateLayerUpload', WEB);
  const target = { ...WEB, uploadId: uploadId as string };
  answer(ledger, 'UploadLayerPart', { ...target, partFirstByte: 0, partLastByte: 4 });
  const hash = createHash('sha256').update('bytes');
  ledger.registry.repositories.get('web')!.uploads.get(uploadId as string)!.hash = hash;
  const { failure } = ask(ledger, 'CompleteLayerUpload', { ...target, layerDigests: [LAYER.digest] });
  expect(failure).toMatchObject({ code: 'InvalidLayerException' });
  const layerDigest = `sha256:${hash.copy().digest('hex')}`;
  expect(answer(ledger, 'CompleteLayerUpload', { ...target, layerDigests: [layerDigest] })).toMatchObject({
    layerDigest,
  });
});

test('two pushes of one tag at once: the later moves the tag, and the earlier image stays without it', () => {
  const ledger = opened();
  answer(ledger, 'CreateRepository', WEB);
  for (const layer of [CONFIG, LAYER]) upload(ledger, 'web', layer);
  const later = MANIFEST.replaceAll('\n', '\n ');
  answer(ledger, 'PutImage', { ...WEB, imageManifest: MANIFEST, imageTag: 'one' });
  answer(ledger, 'PutImage', { ...WEB, imageManifest: later, imageTag: 'one' });
  const ids = answer(ledger, 'ListImages', WEB)['imageIds'] as readonly { imageTag?: string }[];
  expect(ids.map(({ imageTag }) => imageTag)).toEqual([undefined, 'one']);
});
