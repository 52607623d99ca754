import { EcrFailure, imageNotFound } from '../failure.ts';
import type { Moment, Operation } from '../ledger.ts';
import { isScannable, startScan } from '../scanning.ts';
import { findImage, repositoryOf, type Image, type Repository } from '../state.ts';
import type { JsonObject } from '../activity.ts';
import { imageId, presentId, text } from './request.ts';
import { touch } from './repository.ts';

function imageOf(request: JsonObject, moment: Moment): { repository: Repository; image: Image; id: JsonObject } {
  const repository = repositoryOf(moment.registry, text(request, 'repositoryName'));
  touch(moment, repository);
  const id = imageId(request['imageId']);
  const image = findImage(repository, id);
  if (image === undefined) throw imageNotFound(id, repository.name, moment.registry.id);
  return { repository, image, id: presentId({ imageDigest: image.digest, imageTag: id.imageTag }) };
}

export const StartImageScan: Operation = (request, moment) => {
  const { repository, image, id } = imageOf(request, moment);
  if (!isScannable(image))
    throw new EcrFailure('UnsupportedImageTypeException', 'The image is of a type that cannot be scanned.');
  startScan(moment.registry, repository, image, moment.call.ended, moment.random);
  return {
    registryId: moment.registry.id,
    repositoryName: repository.name,
    imageId: id,
    imageScanStatus: { status: 'IN_PROGRESS' },
  };
};

export const DescribeImageScanFindings: Operation = (request, moment) => {
  const { repository, image, id } = imageOf(request, moment);
  const { scan } = image;
  if (scan === undefined) {
    throw new EcrFailure(
      'ScanNotFoundException',
      `Image scan does not exist for the image with '${JSON.stringify(id)}' in the repository with name '${repository.name}' in the registry with id '${moment.registry.id}'`,
    );
  }
  return {
    registryId: moment.registry.id,
    repositoryName: repository.name,
    imageId: id,
    imageScanStatus: { status: scan.status },
    ...(scan.status === 'COMPLETE'
      ? { imageScanFindings: { findings: [], findingSeverityCounts: scan.counts ?? {} } }
      : {}),
  };
};
