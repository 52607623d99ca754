import type { Json, JsonObject } from '../activity.ts';
import { EcrFailure, invalidParameter } from '../failure.ts';
import { dataKey } from '../kms.ts';
import type { Moment, Operation } from '../ledger.ts';
import { domainOf, repositoryOf, type Repository, type Upload } from '../state.ts';
import { text, texts } from './request.ts';
import { touch } from './repository.ts';

function uploadOf(request: JsonObject, moment: Moment): { repository: Repository; upload: Upload } {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
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
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const layers: Json[] = [];
  const failures: Json[] = [];
  for (const layerDigest of texts(request, 'layerDigests')) {
    const layerSize = repository.layers.get(layerDigest);
    if (!layerDigest.startsWith('sha256:'))
      failures.push({ layerDigest, failureCode: 'InvalidLayerDigest', failureReason: 'Invalid layer digest' });
    else
      layers.push(
        layerSize === undefined
          ? { layerDigest, layerAvailability: 'UNAVAILABLE' }
          : {
              layerDigest,
              layerAvailability: 'AVAILABLE',
              layerSize,
              mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
            },
      );
  }
  return { layers, failures };
};

export const InitiateLayerUpload: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const uploadId = moment.random.uuid();
  repository.uploads.set(uploadId, { id: uploadId, received: 0 });
  return { uploadId, partSize: moment.options.partSize };
};

export const UploadLayerPart: Operation = (request, moment) => {
  const { repository, upload } = uploadOf(request, moment);
  const first = request['partFirstByte'];
  const last = request['partLastByte'];
  if (typeof first !== 'number' || typeof last !== 'number' || last < first)
    throw invalidParameter('partLastByte', 'Member must not be less than partFirstByte');
  if (first !== upload.received) {
    throw new EcrFailure(
      'InvalidLayerPartException',
      `The layer part upload in the repository with name '${repository.name}' in registry with id '${moment.registry.id}' is not valid: expected first byte ${upload.received}`,
    );
  }
  upload.received = last + 1;
  return {
    registryId: moment.registry.id,
    repositoryName: repository.name,
    uploadId: upload.id,
    lastByteReceived: last,
  };
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
  if (repository.layers.has(layerDigest))
    throw new EcrFailure(
      'LayerAlreadyExistsException',
      `The layer with digest '${layerDigest}' already exists ${inRepository}`,
    );
  repository.uploads.delete(upload.id);
  repository.layers.set(layerDigest, upload.received);
  dataKey(moment, repository, 'layer', layerDigest, 'GenerateDataKey');
  return { registryId: moment.registry.id, repositoryName: repository.name, uploadId: upload.id, layerDigest };
};

export const GetDownloadUrlForLayer: Operation = (request, moment) => {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const layerDigest = text(request, 'layerDigest');
  if (!repository.layers.has(layerDigest)) {
    throw new EcrFailure(
      'LayersNotFoundException',
      `The layer with digest '${layerDigest}' does not exist in the repository with name '${repository.name}' in registry with id '${moment.registry.id}'`,
    );
  }
  dataKey(moment, repository, 'layer', layerDigest, 'Decrypt');
  const { region } = moment.registry;
  return {
    downloadUrl: `https://prod-${region}-starport-layer-bucket.s3.${region}.${domainOf(region)}/${layerDigest}`,
    layerDigest,
  };
};
