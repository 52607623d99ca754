import { Buffer } from 'node:buffer';
import type { Random } from '../random.ts';
import type { Layer, StepBody } from '../scenario/step.ts';
import { imageManifest, indexManifest, MEDIA_TYPES, readManifest, sha256, type Blob, type Format } from './manifest.ts';

/** One manifest that a client puts, with the blobs it uploads for it. */
export interface Part {
  readonly manifest: string;
  readonly mediaType: string;
  readonly digest: string;
  readonly blobs: readonly Blob[];
}

/** What a push puts: for a plain image one part; for platforms one a platform (and attestation), then the index. */
export interface Artifact {
  readonly parts: readonly Part[];
  readonly index?: Omit<Part, 'blobs'>;
}

/** Where a scenario names no layers, an image is a base that all share and a layer of its own. */
const BASE = 5_242_880;
const OWN = 1_048_576;
const DEFAULT_CONFIG = 1_469;
/** What buildx attests by default: one statement of provenance. */
const PROVENANCE = { type: 'application/vnd.in-toto+json', size: 1_062 } as const;

type ImageInput = Pick<StepBody<'push'>, 'layers' | 'config' | 'manifest'> &
  Partial<Pick<StepBody<'push'>, 'platforms' | 'attestations' | 'format' | 'manifests'>>;

/**
 * A layer that is declared by its size has a digest drawn from the seed: the same size on the same platform is the same
 * layer, wherever it is pushed; a size that stands twice in one image means two layers.
 */
function blob(layer: Layer, label: string, random: Random): Blob {
  if (typeof layer === 'number') return { size: layer, digest: drawn(`${label}/${layer}`, random) };
  if ('bytes' in layer) return { size: Buffer.byteLength(layer.bytes), digest: sha256(layer.bytes) };
  return layer.digest === undefined ? blob(layer.size, label, random) : { size: layer.size, digest: layer.digest };
}

const DRAWN = 4_096;
const digests = new WeakMap<Random, Map<string, string>>();

/** The digest that belongs to a label. Base layers come again with every push, so the last ones are kept. */
function drawn(label: string, random: Random): string {
  let known = digests.get(random);
  if (known === undefined) digests.set(random, (known = new Map<string, string>()));
  let digest = known.get(label);
  if (digest === undefined) {
    digest = `sha256:${random.fork(label).hex(64)}`;
    if (known.size >= DRAWN) known.clear();
    known.set(label, digest);
  }
  return digest;
}

function layerBlobs(layers: readonly Layer[], platform: string, random: Random): readonly Blob[] {
  const seen = new Map<string, number>();
  return layers.map((layer) => {
    const key = JSON.stringify(layer);
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    return blob(layer, `layer/${platform}/${times}`, random);
  });
}

function single(
  input: ImageInput,
  format: Format,
  platform: string,
  layers: readonly Layer[] | undefined,
  reference: string,
  random: Random,
): Part {
  const blobs =
    layers === undefined
      ? [...layerBlobs([BASE], platform, random), blob(OWN, `own/${platform}/${reference}`, random)]
      : layerBlobs(layers, platform, random);
  // The config names its layers, so other layers mean another config.
  const config = blob(input.config ?? DEFAULT_CONFIG, `config/${blobs.map((layer) => layer.digest).join()}`, random);
  return part(imageManifest(format, config, blobs), MEDIA_TYPES[format].manifest, [config, ...blobs]);
}

function part(manifest: string, mediaType: string, blobs: readonly Blob[]): Part {
  return { manifest, mediaType, digest: sha256(manifest), blobs };
}

/** A manifest that the scenario gives word for word. */
function quoted(manifest: string): Part {
  const read = readManifest(manifest);
  const blobs = read === undefined ? [] : read.config === undefined ? read.layers : [read.config, ...read.layers];
  return part(manifest, read?.mediaType ?? MEDIA_TYPES.docker.manifest, blobs);
}

/** Works out what the client would put for this image; `reference` tells images apart that name no layers. */
export function toArtifact(input: ImageInput, reference: string, random: Random): Artifact {
  if (input.manifest !== undefined) {
    const whole = quoted(input.manifest);
    return input.manifests === undefined ? { parts: [whole] } : { parts: input.manifests.map(quoted), index: whole };
  }
  if (input.platforms === undefined) {
    return { parts: [single(input, input.format ?? 'docker', 'linux/amd64', input.layers, reference, random)] };
  }
  const format = input.format ?? 'oci';
  const platforms: readonly (readonly [string, readonly Layer[] | undefined])[] = Array.isArray(input.platforms)
    ? input.platforms.map((platform: string) => [platform, input.layers] as const)
    : Object.entries(input.platforms as Record<string, readonly Layer[]>);
  const images = platforms.map(([platform, layers]) => ({
    platform,
    part: single(input, format, platform, layers, reference, random),
  }));
  const attestations =
    input.attestations === true
      ? images.map(({ part: image }) => ({ attests: image.digest, part: attestation(image, random) }))
      : [];
  const entries = [
    ...images.map(({ platform, part: image }) => ({ digest: image.digest, size: image.manifest.length, platform })),
    ...attestations.map(({ attests, part: image }) => ({
      digest: image.digest,
      size: image.manifest.length,
      platform: 'unknown/unknown',
      attests,
    })),
  ];
  const manifest = indexManifest(format, entries);
  return {
    parts: [...images.map((image) => image.part), ...attestations.map((image) => image.part)],
    index: { manifest, mediaType: MEDIA_TYPES[format].index, digest: sha256(manifest) },
  };
}

function attestation(image: Part, random: Random): Part {
  const statement = blob(PROVENANCE.size, `attestation/${image.digest}`, random);
  const config = blob(167, `attestation-config/${image.digest}`, random);
  return part(imageManifest('oci', config, [statement], PROVENANCE.type), MEDIA_TYPES.oci.manifest, [
    config,
    statement,
  ]);
}
