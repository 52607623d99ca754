import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import type { IdentityInput } from '../../scenario/identity.ts';
import { direct, TYPICAL, type Stage } from '../stage.ts';
import { failOn } from './pull.ts';

/** BatchDeleteImage for images (one call a repository), DeleteRepository for a repository. */
export function deleteImageOrRepository(body: StepBody<'delete'>, stage: Stage): void {
  if ('repository' in body) {
    const force = body.force === undefined ? {} : { force: body.force };
    direct(stage, body.as, 'DeleteRepository', { repositoryName: body.repository, ...force }, TYPICAL.write);
    return;
  }
  const byRepository = Map.groupBy(
    ('image' in body ? [body.image] : body.images).map(parseImage),
    (image) => image.repository,
  );
  for (const [repositoryName, images] of byRepository) deleteImages(stage, body.as, repositoryName, images);
}

function deleteImages(
  stage: Stage,
  as: IdentityInput | undefined,
  repositoryName: string,
  images: readonly ReturnType<typeof parseImage>[],
): void {
  const imageIds = images.map(({ tag, digest }) =>
    digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest },
  );
  const call = direct(stage, as, 'BatchDeleteImage', { repositoryName, imageIds }, TYPICAL.write);
  failOn(stage, call.response?.['failures']);
}
