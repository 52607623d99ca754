import type { JsonObject } from '../../registry/activity.ts';
import {
  imageManifest,
  MEDIA_TYPES,
  readManifest,
  sha256,
  type Format,
  type Manifest,
} from '../../registry/manifest.ts';
import type { IdentityInput } from '../../scenario/identity.ts';
import type { Given, Layer, StepBody } from '../../scenario/step.ts';
import type { Form, Proposal } from '../proposal.ts';
import { listAt, objectAt, textAt, type Fact } from '../said.ts';
import type { Scene } from '../scene.ts';
import { isProxied, personOf, repositoryOf } from '../who.ts';
import { oneByOne } from './proxied.ts';
import { quoted, withLogin } from './quote.ts';

/** How long before its first blob a client looks for the manifest. */
const LOOKS_BEFORE = 10_000;
/** How long after its first blob a push is still under way, at most. */
const PUSH_LASTS = 3_600_000;

const UPLOADS: ReadonlySet<string> = new Set([
  'BatchCheckLayerAvailability',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
]);

interface Put {
  readonly fact: Fact;
  readonly record: JsonObject;
  readonly name: string | undefined;
  readonly manifest: string | undefined;
  readonly read: Manifest | undefined;
  readonly digest: string | undefined;
  readonly tag: string | undefined;
  readonly errorCode: string | undefined;
}

/** Groups what clients of the registry upload and put, by who does it where, to pushes. */
export function guessPushes(scene: Scene): readonly Proposal[] {
  const proposals: Proposal[] = [];
  for (const [, facts] of Map.groupBy(scene.free().filter(isUpload), keyOf)) proposals.push(...pushesOf(facts, scene));
  return proposals;
}

function isUpload({ record }: Fact): boolean {
  const name = textAt(record, 'eventName') ?? '';
  return record !== undefined && isProxied(record) && (name === 'PutImage' || UPLOADS.has(name));
}

function keyOf({ record = {} }: Fact): string {
  return `${personOf(record)} ${repositoryOf(record)}`;
}

function putOf(fact: Fact): Put {
  const record = fact.record ?? {};
  const request = objectAt(record, 'requestParameters');
  const manifest = textAt(request, 'imageManifest');
  return {
    fact,
    record,
    name: repositoryOf(record),
    manifest,
    read: manifest === undefined ? undefined : readManifest(manifest),
    digest: manifest === undefined ? textAt(request, 'imageDigest') : sha256(manifest),
    tag: textAt(request, 'imageTag'),
    errorCode: textAt(record, 'errorCode'),
  };
}

/** The pushes of one client to one repository. */
function* pushesOf(facts: readonly Fact[], scene: Scene): Generator<Proposal> {
  const puts = facts.filter(({ record }) => textAt(record, 'eventName') === 'PutImage').map(putOf);
  const parts = new Map<Put, readonly Put[]>();
  for (const put of puts) if ((put.read?.children.length ?? 0) > 0) parts.set(put, partsOf(put, puts));
  const inside = new Set([...parts.values()].flat());
  const uploads = new Set(facts.filter(({ record }) => textAt(record, 'eventName') !== 'PutImage'));
  for (const put of puts) {
    if (inside.has(put)) continue;
    const pieces = parts.get(put) ?? [];
    const all = [...pieces, put];
    const own = uploadsFor(all, uploads);
    for (const fact of own) uploads.delete(fact);
    yield proposal(put, pieces, own, scene);
  }
  if (uploads.size > 0) yield* unfinished([...uploads], scene);
}

/** The manifests that an index names, put shortly before it. */
function partsOf(index: Put, puts: readonly Put[]): readonly Put[] {
  return (index.read?.children ?? []).flatMap(({ digest }) => {
    const part = puts.findLast(
      (put) =>
        put.digest === digest &&
        put.tag === undefined &&
        put.fact.at <= index.fact.at &&
        index.fact.at - put.fact.at < PUSH_LASTS,
    );
    return part === undefined ? [] : [part];
  });
}

/** The calls that upload the blobs of these manifests, and those that belong to the same uploads. */
function uploadsFor(puts: readonly Put[], uploads: ReadonlySet<Fact>): readonly Fact[] {
  const blobs = new Set(
    puts.flatMap(({ read }) => (read === undefined ? [] : blobsOf(read).map(({ digest }) => digest))),
  );
  const last = puts.at(-1)?.fact;
  const before = [...uploads].filter(
    (fact) => last !== undefined && fact.at <= last.at && last.at - fact.at < PUSH_LASTS,
  );
  const ids = new Set<string>();
  for (const { record } of before) {
    const id = textAt(objectAt(record, 'requestParameters'), 'uploadId');
    if (id !== undefined && layersOf(record).some((digest) => blobs.has(digest))) ids.add(id);
  }
  return before.filter(({ record }) => {
    const id =
      textAt(objectAt(record, 'requestParameters'), 'uploadId') ??
      textAt(objectAt(record, 'responseElements'), 'uploadId');
    return (id !== undefined && ids.has(id)) || layersOf(record).some((digest) => blobs.has(digest));
  });
}

function layersOf(record: JsonObject | undefined): readonly string[] {
  return listAt(objectAt(record, 'requestParameters'), 'layerDigests').filter((digest) => typeof digest === 'string');
}

function blobsOf({ config, layers }: Manifest): Manifest['layers'] {
  return config === undefined ? layers : [config, ...layers];
}

/** Who pushes, and what came before: a login, a look for the manifest. */
function opening(first: Fact, tag: string | undefined, scene: Scene) {
  const login = scene.loginBefore(first);
  const person = keyOf(first);
  const look = scene
    .free()
    .find(
      ({ record, at }) =>
        tag !== undefined &&
        record !== undefined &&
        textAt(record, 'eventName') === 'BatchGetImage' &&
        at <= first.at &&
        first.at - at < LOOKS_BEFORE &&
        keyOf({ ...first, record }) === person &&
        idsOf(record).some(({ imageTag }) => imageTag === tag),
    );
  return { login, look: look === undefined ? [] : [look] };
}

function idsOf(record: JsonObject): readonly JsonObject[] {
  return listAt(objectAt(record, 'requestParameters'), 'imageIds') as readonly JsonObject[];
}

function proposal(put: Put, pieces: readonly Put[], uploads: readonly Fact[], scene: Scene): Proposal {
  const puts = [...pieces, put].map(({ fact }) => fact);
  const first = [...uploads, ...puts].toSorted((a, b) => a.at - b.at || a.line - b.line)[0] ?? put.fact;
  const { login, look } = opening(first, put.tag, scene);
  const facts = [...login, ...look, ...uploads, ...puts];
  scene.take(facts);
  const identity = scene.who(put.record);
  const as: IdentityInput | undefined =
    identity === undefined || look.length === 0 || pieces.length > 0 ? identity : { ...identity, by: 'buildx' };
  const forms =
    as === undefined
      ? []
      : withLogin(login, scene, (logsIn) => [
          ...formsOf(put, pieces, as, logsIn),
          ...(logsIn ? [] : oneByOne(facts, as, [])),
        ]);
  const given = givenFor(put, pieces, uploads);
  return { facts, forms: [...forms.map((form) => ({ ...form, given })), quoted(facts, scene)] };
}

function formsOf(put: Put, pieces: readonly Put[], as: IdentityInput, login: boolean): readonly Form[] {
  const { name, tag, manifest, digest, errorCode } = put;
  if (name === undefined) return [];
  const image = tag === undefined ? name : `${name}:${tag}`;
  const rest = { login, as, ...(errorCode === undefined ? {} : { fails: errorCode }) };
  const push = (body: Omit<StepBody<'push'>, 'image' | 'login'>, what = image): Form => ({
    steps: [{ push: { image: what, ...body, ...rest } }],
    quotes: [],
  });
  if (manifest === undefined) return digest === undefined ? [] : [push({ digest })];
  if (pieces.length > 0) return [push({ manifest, manifests: pieces.map((piece) => piece.manifest ?? '') })];
  const byDigest = textAt(objectAt(put.record, 'requestParameters'), 'imageDigest');
  if (byDigest !== undefined) return tag === undefined ? [push({ manifest }, `${name}@${byDigest}`)] : [];
  return [...(['docker', 'oci'] as const).flatMap((format) => inParts(put, format, push)), push({ manifest })];
}

/** An image that docker or buildx would print the same manifest for. */
function inParts({ read, manifest }: Put, format: Format, push: (body: object) => Form): readonly Form[] {
  if (read?.config === undefined || read.layers.length === 0) return [];
  const config = { size: read.config.size, digest: read.config.digest };
  const layers = read.layers.map(({ size, digest }): Layer => ({ size, digest }));
  if (imageManifest(format, config, read.layers) !== manifest || read.mediaType !== MEDIA_TYPES[format].manifest)
    return [];
  return [push({ layers, config, ...(format === 'docker' ? {} : { format }) })];
}

/** What must have been there: layers that were checked and not uploaded, an image that stood already. */
function* givenParts({ name, read, manifest, tag, errorCode }: Put, uploaded: ReadonlySet<string>): Generator<Given> {
  if (name === undefined) return;
  if (errorCode === 'ImageAlreadyExistsException' && manifest !== undefined)
    yield { image: { image: tag === undefined ? name : `${name}:${tag}`, manifest } };
  else if (errorCode === 'ImageTagAlreadyExistsException' && tag !== undefined)
    yield { image: { image: `${name}:${tag}` } };
  const there = read === undefined ? [] : blobsOf(read).filter(({ digest }) => !uploaded.has(digest));
  if (there.length > 0) {
    const layers = there.map(({ size, digest }): Layer => ({ size: Math.max(size, 1), digest }));
    yield { image: { image: name, digest: sha256(`layers ${JSON.stringify(layers)}`), layers } };
  }
}

function givenFor(put: Put, pieces: readonly Put[], uploads: readonly Fact[]): readonly Given[] {
  const uploaded = new Set(
    uploads
      .filter(({ record }) => textAt(record, 'eventName') === 'CompleteLayerUpload')
      .flatMap(({ record }) => layersOf(record)),
  );
  return [...pieces, put].flatMap((each) => [...givenParts(each, uploaded)]);
}

/** Blobs for which no manifest came: refused, or broken off. */
function* unfinished(uploads: readonly Fact[], scene: Scene): Generator<Proposal> {
  const [first] = uploads;
  if (first?.record === undefined) return;
  const { login } = opening(first, undefined, scene);
  const facts = [...login, ...uploads];
  scene.take(facts);
  const identity = scene.who(first.record);
  const name = repositoryOf(first.record);
  const failed = uploads.findLast(({ record }) => textAt(record, 'errorCode') !== undefined);
  const fails = textAt(failed?.record, 'errorCode');
  const operation = textAt(failed?.record, 'eventName');
  const [config, ...rest] = sizesOf(uploads);
  const forms =
    identity === undefined || name === undefined || config === undefined
      ? []
      : withLogin(login, scene, (logsIn) => {
          const layers = rest.length === 0 ? [config] : rest;
          const body = { image: name, layers, config, login: logsIn, as: identity };
          const endings =
            fails === undefined
              ? [{ interrupted: true }]
              : [{ fails }, ...(operation === undefined ? [] : [{ fails, failsAt: operation }])];
          return endings.map((ending): Form => ({ steps: [{ push: { ...body, ...ending } }], quotes: [] }));
        });
  yield { facts, forms: [...forms, quoted(facts, scene)] };
}

/** The blobs in the order they were asked for, as large as the parts of them that were sent. */
function sizesOf(uploads: readonly Fact[]): readonly Layer[] {
  const digests = new Set(uploads.flatMap(({ record }) => layersOf(record)));
  const parts = new Map<string, number>();
  const byId = new Map<string, string>();
  for (const { record } of uploads) {
    const request = objectAt(record, 'requestParameters');
    const id = textAt(request, 'uploadId');
    if (id === undefined) continue;
    const last = request?.['partLastByte'];
    if (typeof last === 'number') parts.set(id, Math.max(parts.get(id) ?? 0, last + 1));
    const [digest] = layersOf(record);
    if (digest !== undefined) byId.set(digest, id);
  }
  return [...digests].map((digest) => ({ digest, size: parts.get(byId.get(digest) ?? '') ?? 1 }));
}
