import type { Change } from './activity.ts';
import type { Ledger, Moment } from './ledger.ts';
import { imageManifest, MEDIA_TYPES, readManifest, sha256 } from './manifest.ts';
import { mediaTypes } from './media-types.ts';
import { addImage } from './images.ts';
import type { Signing } from './settings.ts';
import { stands, type Image, type Repository } from './state.ts';
import { meetsWildcard } from './wildcard.ts';

/** Signing takes a moment after the push. */
const TYPICAL = 3_000;
const SIGNATURE = 'application/vnd.cncf.notary.signature';
const ENVELOPE = 2_110;
const EMPTY = { digest: 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', size: 2 } as const;

/** ECR signs an image that was pushed, with every profile whose rule means its repository. Signatures and the like are not signed. */
export function sign(moment: Moment, repository: Repository, image: Image): void {
  const { settings, agenda } = moment.registry;
  if (settings.signing === undefined || image.subject !== undefined) return;
  for (const { profileArn, filters } of settings.signing) {
    if (filters.length > 0 && !filters.some((filter) => meetsWildcard(repository.name, filter))) continue;
    const signing: Signing = { profileArn, status: 'IN_PROGRESS' };
    image.signings = [...(image.signings ?? []).filter((other) => other.profileArn !== profileArn), signing];
    agenda.add({
      at: moment.call.ended + Math.round(TYPICAL * (0.8 + 0.6 * moment.random())),
      awaited: true,
      run: (ledger) => {
        finish(ledger, repository, image, signing);
      },
    });
  }
}

/** The signature is stored beside the image, as an artifact that refers to it. */
function finish(ledger: Ledger, repository: Repository, image: Image, signing: Signing): void {
  signing.status = 'COMPLETE';
  if (!stands(ledger.registry, repository) || repository.images.get(image.digest) !== image) return;
  const envelope = {
    digest: `sha256:${ledger.random.fork(`signature/${image.digest}/${signing.profileArn}`).hex(64)}`,
    size: ENVELOPE,
  };
  const manifest = JSON.parse(imageManifest('oci', EMPTY, [envelope], 'application/jose+json')) as object;
  const text = JSON.stringify({
    ...manifest,
    artifactType: SIGNATURE,
    subject: {
      mediaType: image.mediaType ?? MEDIA_TYPES.oci.manifest,
      digest: image.digest,
      size: image.manifest?.length ?? 0,
    },
  });
  for (const { digest, size } of [EMPTY, envelope]) repository.layers.set(digest, size);
  const signature = addImage(repository, {
    digest: sha256(text),
    manifestText: text,
    manifest: readManifest(text) ?? { layers: [], children: [] },
    mediaType: MEDIA_TYPES.oci.manifest,
    pushedAt: ledger.now,
  });
  const change: Change = {
    kind: 'referrer-pushed',
    repository: repository.name,
    digest: signature.digest,
    ...mediaTypes(signature, ledger.options.pushEventMediaTypes),
  };
  ledger.action('signing', repository, [change]);
}
