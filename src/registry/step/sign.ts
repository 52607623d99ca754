import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import { logIn, type Stage } from '../stage.ts';
import { getImage } from './pull.ts';
import { putManifest } from './put-manifest.ts';
import { toReferrer } from './referrer.ts';
import { uploadBlobs } from './upload.ts';

const SIGNATURE = 'application/vnd.cncf.notary.signature';
const ENVELOPE = { type: 'application/jose+json', size: 2_110 } as const;

/** Signs an image as notation does: it looks the image up, and pushes a signature that refers to it by its digest. */
export function sign(body: StepBody<'sign'>, stage: Stage): void {
  const { ledger, cast } = stage;
  if (!logIn(stage, body.as, body.login)) return;
  const caller = cast.proxied(body.as ?? stage.scenario.as, ledger.now);
  const { repository, tag, digest } = parseImage(body.image);
  const target = { registryId: ledger.registry.id, repositoryName: repository };
  const id = digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
  const subject = getImage(stage, caller, target, id);
  if (subject === undefined) return;
  const signed = `${new Date(ledger.now).toISOString().slice(0, 19)}Z`;
  const part = toReferrer(
    subject,
    {
      artifactType: SIGNATURE,
      contentType: ENVELOPE.type,
      size: ENVELOPE.size,
      label: signed,
      annotations: {
        'io.cncf.notary.x509chain.thumbprint#S256': `["${ledger.random.fork('certificate').hex(64)}"]`,
        'org.opencontainers.image.created': signed,
      },
    },
    ledger.random,
  );
  if (!uploadBlobs(stage, caller, target, part.blobs)) return;
  putManifest(stage, caller, target, part, { imageDigest: part.digest });
}
