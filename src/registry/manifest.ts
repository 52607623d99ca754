import { hash } from 'node:crypto';
import type { Child } from './state.ts';

/** A blob of an image: config or layer. */
export interface Blob {
  readonly digest: string;
  readonly size: number;
}

/** Media types of the two formats, as registries know them. */
export const MEDIA_TYPES = {
  docker: {
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
  oci: {
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
} as const;

export type Format = keyof typeof MEDIA_TYPES;

/** A digest as registries write it. The last one is kept: who pushes a manifest hashes it, and so does who takes it. */
export function sha256(content: string): string {
  if (content !== hashed) {
    hashed = content;
    digest = `sha256:${hash('sha256', content, 'hex')}`;
  }
  return digest;
}

let hashed: string | undefined;
let digest = '';

/** docker indents manifests by three spaces, buildkit by two: the digest depends on it. */
const INDENT = { docker: 3, oci: 2 } as const;

/** The manifest of a single image, as the client of that format prints it. */
export function imageManifest(format: Format, config: Blob, layers: readonly Blob[], layerType?: string): string {
  const types = MEDIA_TYPES[format];
  return JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, ...descriptor(format, config) },
      layers: layers.map((layer) => ({ mediaType: layerType ?? types.layer, ...descriptor(format, layer) })),
    },
    undefined,
    INDENT[format],
  );
}

/** docker writes size before digest, OCI tools digest before size. */
function descriptor(format: Format, blob: Blob): object {
  return format === 'docker' ? { size: blob.size, digest: blob.digest } : { digest: blob.digest, size: blob.size };
}

/** An index that names a manifest for each platform, and the attestation manifest of each where there is one. */
export function indexManifest(
  format: Format,
  manifests: readonly {
    readonly digest: string;
    readonly size: number;
    readonly platform: string;
    readonly attests?: string;
  }[],
): string {
  const types = MEDIA_TYPES[format];
  return JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: types.index,
      manifests: manifests.map(({ digest, size, platform, attests }) => {
        const [os, architecture, variant] = platform.split('/');
        return {
          mediaType: types.manifest,
          ...descriptor(format, { digest, size }),
          ...(attests === undefined
            ? {}
            : {
                annotations: {
                  'vnd.docker.reference.digest': attests,
                  'vnd.docker.reference.type': 'attestation-manifest',
                },
              }),
          platform: { architecture, os, ...(variant === undefined ? {} : { variant }) },
        };
      }),
    },
    undefined,
    INDENT[format],
  );
}

/** Manifests without a schema version. */
const ARTIFACT_MANIFESTS = new Set([
  'application/vnd.cncf.oras.artifact.manifest.v1+json',
  'application/vnd.oci.artifact.manifest.v1+json',
]);

/** What a registry reads in a manifest. */
export interface Manifest {
  readonly mediaType?: string;
  readonly artifactType?: string;
  readonly config?: Blob;
  readonly layers: readonly Blob[];
  readonly children: readonly Child[];
  /** The digest of the image that it refers to. */
  readonly subject?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Descriptor {
  readonly mediaType?: unknown;
  readonly size?: unknown;
  readonly digest?: unknown;
  readonly platform?: { readonly os?: unknown; readonly architecture?: unknown; readonly variant?: unknown };
}

function blob(value: unknown): Blob | undefined {
  const { digest, size } = (value ?? {}) as Descriptor;
  return typeof digest === 'string' && typeof size === 'number' ? { digest, size } : undefined;
}

/** Reads a manifest's text; `undefined` when it is none. */
export function readManifest(text: string): Manifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const isArtifact = 'mediaType' in value && ARTIFACT_MANIFESTS.has(String(value.mediaType));
  if (!isArtifact && (!('schemaVersion' in value) || value.schemaVersion !== 2)) return undefined;
  const { mediaType, artifactType, config, layers, manifests, blobs, subject, annotations } = value as Record<
    string,
    unknown
  >;
  const configBlob = blob(config);
  // An artifact manifest of ORAS names its blobs so.
  const named = Array.isArray(layers) ? layers : blobs;
  const layerBlobs = Array.isArray(named) ? named.map(blob) : [];
  const children = Array.isArray(manifests) ? manifests.map(child) : [];
  if (layerBlobs.includes(undefined) || children.includes(undefined)) return undefined;
  const subjectDigest = (subject as Descriptor | null | undefined)?.digest;
  const configType = (config as Descriptor | undefined)?.mediaType;
  const kind =
    typeof artifactType === 'string' ? artifactType : typeof configType === 'string' ? configType : undefined;
  return {
    ...(typeof mediaType === 'string' ? { mediaType } : {}),
    ...(kind === undefined ? {} : { artifactType: kind }),
    ...(configBlob === undefined ? {} : { config: configBlob }),
    layers: layerBlobs as Blob[],
    children: children as Child[],
    ...(typeof subjectDigest === 'string' ? { subject: subjectDigest } : {}),
    ...(isTexts(annotations) ? { annotations } : {}),
  };
}

function child(value: unknown): Child | undefined {
  const { digest, platform } = (value ?? {}) as Descriptor;
  if (typeof digest !== 'string') return undefined;
  const parts = [platform?.os, platform?.architecture, platform?.variant].filter((part) => typeof part === 'string');
  return { digest, platform: parts.join('/') };
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' && value !== null && Object.values(value).every((member) => typeof member === 'string')
  );
}
