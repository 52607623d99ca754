import type { Json, JsonObject } from '../activity.ts';
import { EcrFailure, invalidParameter } from '../failure.ts';
import { dataKey } from '../kms.ts';
import type { Moment, Operation } from '../ledger.ts';
import { availabilityOf } from '../layers.ts';
import { cacheRuleFor } from '../pull-through.ts';
import { domainOf, type Repository, type Upload } from '../state.ts';
import { targetOfPush } from './put-image.ts';
import { text, texts } from './request.ts';
import { about, target } from './target.ts';

function uploadOf(request: JsonObject, moment: Moment): { repository: Repository; upload: Upload } {
  const repository = target(request, moment);
  const id = text(request, 'uploadId');
  const upload = repository.uploads.get(id);
  if (upload === undefined) {
    throw new EcrFailure(
      'UploadNotFoundException',
      `The upload with id '${id}' in the repository with name '${repository.name}' in registry with id '${moment.registry.id}' does not exist`,
    );
  }
  return { repository, upload };
}

export const BatchCheckLayerAvailability: Operation = (request, moment) => {
  const repository = target(request, moment);
  const layers: Json[] = [];
  const failures: Json[] = [];
  for (const layerDigest of texts(request, 'layerDigests')) {
    const layerSize = repository.layers.get(layerDigest);
    if (layerDigest === '')
      failures.push({ layerDigest, failureCode: 'MissingLayerDigest', failureReason: 'Layer digest is missing' });
    else if (!layerDigest.startsWith('sha256:'))
      failures.push({ layerDigest, failureCode: 'InvalidLayerDigest', failureReason: 'Invalid layer digest' });
    else
      layers.push(
        layerSize === undefined
          ? { layerDigest, layerAvailability: 'UNAVAILABLE' }
          : {
              layerDigest,
              layerAvailability: availabilityOf(repository, layerDigest),
              layerSize,
              mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
            },
      );
  }
  return { layers, failures };
};

export const InitiateLayerUpload: Operation = (request, moment) => {
  const repository = targetOfPush(request, moment);
  const uploadId = moment.random.uuid();
  repository.uploads.set(uploadId, { id: uploadId, received: 0, smallest: Infinity, last: 0 });
  return { uploadId, partSize: moment.options.partSize };
};

/** "Layer parts must be at least 5 MiB in size", the last one excepted; no part has more than the model allows. */
const SMALLEST_PART = 5_242_880;
const LARGEST_PART = 20_971_520;
/** Service quotas "Layer parts" and "Maximum layer size". */
const LARGEST_LAYER = 52_000 * 1_048_576;

export const UploadLayerPart: Operation = (request, moment) => {
  const { repository, upload } = uploadOf(request, moment);
  const first = request['partFirstByte'];
  const last = request['partLastByte'];
  if (typeof first !== 'number') throw invalidParameter('partFirstByte', 'Member must not be null');
  if (typeof last !== 'number' || last < first)
    throw invalidParameter('partLastByte', 'Member must not be less than partFirstByte');
  const size = last - first + 1;
  const inRepository = `in the repository with name '${repository.name}' in registry with id '${moment.registry.id}'`;
  if (first !== upload.received)
    throw new EcrFailure(
      'InvalidLayerPartException',
      `The layer part upload ${inRepository} is not valid: expected first byte ${upload.received}`,
    );
  if (size > LARGEST_PART)
    throw new EcrFailure(
      'InvalidLayerPartException',
      `The layer part upload ${inRepository} is not valid: a part has at most ${LARGEST_PART} bytes`,
    );
  if (last >= LARGEST_LAYER)
    throw new EcrFailure(
      'LimitExceededException',
      `The maximum size of a layer (${LARGEST_LAYER} bytes) ${inRepository} has been exceeded`,
    );
  if (upload.received > 0) upload.smallest = Math.min(upload.smallest, upload.last);
  upload.last = size;
  upload.received = last + 1;
  return { ...about(moment, repository), uploadId: upload.id, lastByteReceived: last };
};

export const CompleteLayerUpload: Operation = (request, moment) => {
  const { repository, upload } = uploadOf(request, moment);
  const layerDigest = texts(request, 'layerDigests')[0];
  if (layerDigest === undefined)
    throw invalidParameter('layerDigests', 'Member must have length greater than or equal to 1');
  const inRepository = `in the repository with name '${repository.name}' in registry with id '${moment.registry.id}'`;
  if (upload.received === 0)
    throw new EcrFailure(
      'EmptyUploadException',
      `The upload with id '${upload.id}' ${inRepository} does not contain any layer parts`,
    );
  if (upload.smallest < SMALLEST_PART)
    throw new EcrFailure(
      'LayerPartTooSmallException',
      `The upload with id '${upload.id}' ${inRepository} has a layer part of ${upload.smallest} bytes: layer parts must be at least 5 MiB in size`,
    );
  // Where real bytes are uploaded, whoever serves them has hashed them.
  const found = upload.hash === undefined ? undefined : `sha256:${upload.hash.copy().digest('hex')}`;
  if (found !== undefined && found !== layerDigest)
    throw new EcrFailure(
      'InvalidLayerException',
      `The layer digest '${layerDigest}' does not match the digest '${found}' that Amazon ECR calculated for the upload with id '${upload.id}' ${inRepository}`,
    );
  if (repository.layers.has(layerDigest))
    throw new EcrFailure(
      'LayerAlreadyExistsException',
      `The layer with digest '${layerDigest}' already exists ${inRepository}`,
    );
  repository.uploads.delete(upload.id);
  repository.layers.set(layerDigest, upload.received);
  dataKey(moment, repository, 'layer', layerDigest, 'GenerateDataKey');
  return { ...about(moment, repository), uploadId: upload.id, layerDigest };
};

export const GetDownloadUrlForLayer: Operation = (request, moment) => {
  const repository = target(request, moment);
  const layerDigest = text(request, 'layerDigest');
  if (!repository.layers.has(layerDigest)) {
    const failing = cacheRuleFor(moment, repository.name)?.failing;
    if (failing !== undefined) throw new EcrFailure('UnableToGetUpstreamLayerException', failing.reason);
    throw new EcrFailure(
      'LayersNotFoundException',
      `The layer with digest '${layerDigest}' does not exist in the repository with name '${repository.name}' in registry with id '${moment.registry.id}'`,
    );
  }
  if (availabilityOf(repository, layerDigest) !== 'AVAILABLE') {
    throw new EcrFailure(
      'LayerInaccessibleException',
      `The layer with digest '${layerDigest}' in the repository with name '${repository.name}' in the registry with id '${moment.registry.id}' is not accessible`,
    );
  }
  dataKey(moment, repository, 'layer', layerDigest, 'Decrypt');
  const { region } = moment.registry;
  return {
    downloadUrl: `https://prod-${region}-starport-layer-bucket.s3.${region}.${domainOf(region)}/${layerDigest}`,
    layerDigest,
  };
};
