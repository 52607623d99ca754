import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import { direct, TYPICAL, type Stage } from '../stage.ts';

/** UpdateImageStorageClass: into the archive, or back. */
export function changeStorageClass(
  body: StepBody<'archive'>,
  targetStorageClass: 'ARCHIVE' | 'STANDARD',
  stage: Stage,
): void {
  const { repository, tag, digest } = parseImage(body.image);
  const imageId = digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
  const request = { repositoryName: repository, imageId, targetStorageClass };
  direct(stage, body.as, 'UpdateImageStorageClass', request, TYPICAL.write);
}
