import { seeded } from '../../../../src/random.ts';
import type { Caller, JsonObject } from '../../../../src/registry/activity.ts';
import { catchUp } from '../../../../src/registry/due.ts';
import { Ledger, type OpenCall } from '../../../../src/registry/ledger.ts';
import { imageManifest, sha256 } from '../../../../src/registry/manifest.ts';
import { OPERATIONS } from '../../../../src/registry/operations.ts';
import { checkRequest } from '../../../../src/registry/request-check.ts';
import { newRegistry } from '../../../../src/registry/state.ts';
import { withDefaults } from '../../../../src/scenario/default-options.ts';
import type { OptionsInput } from '../../../../src/scenario/options.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-2';
export const START = Date.parse('2026-01-15T09:30:00Z');
export const WEB = { repositoryName: 'web' } as const;

export const CONFIG = { digest: `sha256:${'c'.repeat(64)}`, size: 1_469 };
export const LAYER = { digest: `sha256:${'1'.repeat(64)}`, size: 5_242_880 };
/** A layer that is uploaded and belongs to no image. */
export const SPARE = { digest: `sha256:${'5'.repeat(64)}`, size: 846 };
export const ABSENT = `sha256:${'0'.repeat(64)}`;
export const MANIFEST = imageManifest('docker', CONFIG, [LAYER]);
export const DIGEST = sha256(MANIFEST);
export const OTHER_MANIFEST = imageManifest('oci', CONFIG, [LAYER]);
export const OTHER_DIGEST = sha256(OTHER_MANIFEST);
/** Pushed last: signed, replicated and never scanned. */
export const FRESH_MANIFEST = imageManifest('docker', CONFIG, [SPARE]);
/** A manifest that nobody has pushed, of layers that are there. */
export const NEW_MANIFEST = imageManifest('docker', CONFIG, [LAYER, SPARE]);
export const SBOM = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  artifactType: 'text/sbom+json',
  config: { mediaType: 'application/vnd.oci.empty.v1+json', ...CONFIG },
  layers: [{ mediaType: 'text/sbom+json', ...SPARE }],
  subject: { mediaType: 'application/vnd.docker.distribution.manifest.v2+json', digest: DIGEST, size: MANIFEST.length },
});
export const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'pull', Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage'] }],
});
export const LIFECYCLE = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: 'keep the newest images, whatever they are called',
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 100 },
      action: { type: 'expire' },
    },
  ],
});
export const PRINCIPAL = `arn:aws:iam::${ACCOUNT}:role/scanner`;
export const PROFILE = `arn:aws:signer:${REGION}:${ACCOUNT}:/signing-profiles/release`;
export const SECRET = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:ecr-pullthroughcache/docker-hub-AbCdEf`;
export const EUROPE = { region: 'eu-west-1', registryId: ACCOUNT } as const;
export const WEST = { region: 'us-west-2', registryId: ACCOUNT } as const;

export const CALLER: Caller = {
  kind: 'Root',
  accountId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  via: 'cli',
};

/** An empty registry with its ledger. */
export function opened(options: OptionsInput = {}): Ledger {
  return new Ledger(newRegistry(ACCOUNT, REGION), START, seeded(1).fork('registry'), withDefaults(options), OPERATIONS);
}

/** Makes one call as the API takes it, and waits for its answer. */
export function ask(ledger: Ledger, operation: string, request: JsonObject = {}): OpenCall {
  const call = ledger.call(CALLER, operation, request, 100, checkRequest);
  ledger.now = Math.max(ledger.now, call.ended);
  return call;
}

/** The same, where it has to succeed. */
export function answer(ledger: Ledger, operation: string, request: JsonObject = {}): JsonObject {
  const { response, failure } = ask(ledger, operation, request);
  if (response === undefined) throw new Error(`${operation}: ${failure?.code}: ${failure?.message}`);
  return response;
}

/** Uploads a layer in one part. */
export function upload(
  ledger: Ledger,
  repositoryName: string,
  { digest, size }: { digest: string; size: number },
): void {
  const { uploadId } = answer(ledger, 'InitiateLayerUpload', { repositoryName });
  const target = { repositoryName, uploadId: uploadId as string };
  answer(ledger, 'UploadLayerPart', { ...target, partFirstByte: 0, partLastByte: size - 1 });
  answer(ledger, 'CompleteLayerUpload', { ...target, layerDigests: [digest] });
}

/** A registry that has something of everything, and an upload that is under way. */
export function furnished(): { readonly ledger: Ledger; readonly uploadId: string; readonly backfillId: string } {
  const ledger = opened();
  answer(ledger, 'CreateRepository', { ...WEB, tags: [{ Key: 'team', Value: 'web' }] });
  answer(ledger, 'CreateRepository', { repositoryName: 'empty' });
  for (const layer of [CONFIG, LAYER, SPARE]) upload(ledger, 'web', layer);
  answer(ledger, 'PutImage', { ...WEB, imageManifest: MANIFEST, imageTag: 'one' });
  answer(ledger, 'PutImage', { ...WEB, imageManifest: OTHER_MANIFEST, imageTag: 'cold' });
  answer(ledger, 'PutImage', { ...WEB, imageManifest: SBOM });
  answer(ledger, 'UpdateImageStorageClass', { ...WEB, imageId: { imageTag: 'cold' }, targetStorageClass: 'ARCHIVE' });
  answer(ledger, 'SetRepositoryPolicy', { ...WEB, policyText: POLICY });
  answer(ledger, 'PutLifecyclePolicy', { ...WEB, lifecyclePolicyText: LIFECYCLE });
  answer(ledger, 'StartLifecyclePolicyPreview', WEB);
  answer(ledger, 'StartImageScan', { ...WEB, imageId: { imageTag: 'one' } });
  answer(ledger, 'PutRegistryPolicy', { policyText: POLICY });
  answer(ledger, 'PutSigningConfiguration', { signingConfiguration: { rules: [{ signingProfileArn: PROFILE }] } });
  answer(ledger, 'RegisterPullTimeUpdateExclusion', { principalArn: PRINCIPAL });
  answer(ledger, 'CreateRepositoryCreationTemplate', { prefix: 'prod', appliedFor: ['CREATE_ON_PUSH'] });
  answer(ledger, 'CreatePullThroughCacheRule', {
    ecrRepositoryPrefix: 'mirror',
    upstreamRegistryUrl: 'public.ecr.aws',
  });
  answer(ledger, 'PutReplicationConfiguration', {
    replicationConfiguration: { rules: [{ destinations: [WEST, EUROPE] }] },
  });
  answer(ledger, 'PutImage', { ...WEB, imageManifest: FRESH_MANIFEST, imageTag: 'fresh' });
  catchUp(ledger, Infinity);
  const { uploadId } = answer(ledger, 'InitiateLayerUpload', WEB);
  answer(ledger, 'UploadLayerPart', {
    ...WEB,
    uploadId: uploadId as string,
    partFirstByte: 0,
    partLastByte: 5_242_879,
  });
  const { replicationBackfillId } = answer(ledger, 'StartReplicationBackfill', { destination: WEST });
  ledger.take();
  return { ledger, uploadId: uploadId as string, backfillId: replicationBackfillId as string };
}

/** Everything that a registry holds. What will end by itself is told by its number: functions have no state of their own. */
export function stateOf({ registry }: Ledger): unknown {
  const { agenda, ...rest } = registry;
  return structuredClone({ ...rest, due: agenda.size });
}
