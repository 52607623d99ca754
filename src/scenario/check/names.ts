import { nameOf, quote, type Complaint } from '../complaint.ts';
import { parseImage } from '../image.ts';
import type { Path } from '../place.ts';
import type { SoundParts } from '../sound-parts.ts';
import { isMapping } from '../noun.ts';
import type { Given, Layer, Step, StepBody } from '../step.ts';
import { digest, imageTag, repositoryName, wording } from '../words.ts';

/** Names and digests that ECR would refuse, wherever an image is named. */
export function* checkNames(parts: SoundParts): Generator<Complaint> {
  for (const [index, entry] of parts.given.entries()) {
    if (entry === undefined || !('image' in entry)) continue;
    const path = ['given', index, 'image'];
    yield* ofImage(entry.image.image, [...path, 'image'], parts.documented);
    yield* ofDigests(entry.image, path, parts.documented);
    yield* besideDigest(entry.image, path);
  }
  for (const [index, step] of parts.steps.entries()) {
    if (step !== undefined) yield* ofStep(step, ['steps', index], parts.documented);
  }
}

function* ofStep(step: Step, path: Path, documented: boolean): Generator<Complaint> {
  if ('push' in step) yield* ofPush(step.push, [...path, 'push'], documented);
  else if ('pull' in step) {
    yield* ofImage(step.pull.image, [...path, 'pull', 'image'], documented);
    if (Array.isArray(step.pull.cached)) {
      for (const [at, cached] of step.pull.cached.entries())
        yield* ofDigest(cached, [...path, 'pull', 'cached', at], documented);
    }
  } else if ('replicate' in step) {
    yield* ofImage(step.replicate.image, [...path, 'replicate', 'image'], documented);
    yield* ofDigests(step.replicate, [...path, 'replicate'], documented);
  } else {
    // Every other step that has an image has nothing else to be named.
    for (const [name, body] of Object.entries(step) as readonly (readonly [string, unknown])[]) {
      const { image, images = [] } = isMapping(body) ? (body as { image?: string; images?: readonly string[] }) : {};
      if (image !== undefined) yield* ofImage(image, [...path, name, 'image'], documented);
      for (const [at, each] of images.entries()) yield* ofImage(each, [...path, name, 'images', at], documented);
    }
  }
}

function* ofPush(push: StepBody<'push'>, path: Path, documented: boolean): Generator<Complaint> {
  const { image, subject } = push;
  yield* ofImage(image, [...path, 'image'], documented);
  yield* ofDigests(push, path, documented);
  // A manifest that stands there word for word can be put by its digest.
  if (image.includes('@') && push.manifest === undefined) {
    yield wrong(
      [...path, 'image'],
      `${quote(image)} names a digest, but a digest follows from what is pushed; "digest" beside "image" declares an opaque image`,
    );
  }
  if (subject === undefined) return;
  yield* ofImage(subject, [...path, 'subject'], documented);
  if (parseImage(subject).repository !== parseImage(image).repository) {
    yield wrong(
      [...path, 'subject'],
      `${quote(subject)} is of another repository than ${quote(image)}, but what refers to an image lies beside it`,
    );
  }
}

/** A given image that its reference names by digest is an opaque one: other parts would be passed over without a word. */
function* besideDigest(image: Extract<Given, { image: unknown }>['image'], path: Path): Generator<Complaint> {
  const { digest: referred } = parseImage(image.image);
  if (referred === undefined) return;
  const manifest = [...path, 'manifest'];
  if (image.manifest !== undefined)
    yield wrong(manifest, `${nameOf(manifest)} cannot stand beside an image that is named by its digest`);
  const at = [...path, 'digest'];
  if (image.digest !== undefined && image.digest !== referred) {
    yield wrong(at, `${nameOf(at)} is not the digest that ${quote(image.image)} names`);
  }
}

function wrong(path: Path, says: string): Complaint {
  return { code: 'SCENARIO_WRONG_VALUE', path, part: 'value', says };
}

function refused(path: Path, says: string): Complaint {
  return { code: 'SCENARIO_NAME_REFUSED', path, part: 'value', says };
}

/** `<account>.dkr.ecr.<region>.amazonaws.com/`, as a docker command has it in front of the name. */
const REGISTRY = /^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws)\//;

function* ofImage(text: string, path: Path, documented: boolean): Generator<Complaint> {
  const host = REGISTRY.exec(text)?.[0];
  if (host !== undefined) {
    yield refused(
      path,
      `${nameOf(path)} is ${quote(text)}, but a scenario has one registry and names it by "account" and "region", did you mean ${quote(text.slice(host.length))}?`,
    );
    return;
  }
  const image = parseImage(text);
  const tagBeforeDigest = image.digest !== undefined && parseImage(image.repository).tag !== undefined;
  if (tagBeforeDigest) {
    yield refused(path, `${quote(text)} names both a tag and a digest, but only one of them can stand there`);
    return;
  }
  if (!repositoryName.safeParse(image.repository).success) {
    const lower = image.repository.toLowerCase();
    const hint = repositoryName.safeParse(lower).success ? `, did you mean ${quote(lower)}?` : '';
    yield refused(
      path,
      `${quote(image.repository)} in ${nameOf(path)} is not ${wording.get(repositoryName)?.noun}${hint}`,
    );
  }
  if (image.tag !== undefined && !imageTag.safeParse(image.tag).success) {
    yield refused(path, `${quote(image.tag)} in ${nameOf(path)} is not ${wording.get(imageTag)?.noun}`);
  }
  if (image.digest !== undefined) yield* ofDigest(image.digest, path, documented);
}

function* ofDigest(text: string, path: Path, documented: boolean): Generator<Complaint> {
  if (!digest.safeParse(text).success)
    yield wrong(path, `${quote(text)} in ${nameOf(path)} is not ${wording.get(digest)?.noun}`);
  else if (!documented && text.length !== 'sha256:'.length + 64) {
    yield wrong(
      path,
      `${nameOf(path)} has ${text.length - 'sha256:'.length} hexadecimal digits where a digest has 64, which "profile: documented" alone lets pass`,
    );
  }
}

interface Image {
  readonly digest?: string | undefined;
  readonly config?: Layer | undefined;
  readonly layers?: readonly Layer[] | undefined;
  readonly platforms?: unknown;
}

function* ofDigests(image: Image, path: Path, documented: boolean): Generator<Complaint> {
  if (image.digest !== undefined) yield* ofDigest(image.digest, [...path, 'digest'], documented);
  if (image.config !== undefined) yield* ofLayer(image.config, [...path, 'config'], documented);
  for (const [at, layer] of (image.layers ?? []).entries()) yield* ofLayer(layer, [...path, 'layers', at], documented);
  if (image.platforms === undefined || Array.isArray(image.platforms)) return;
  for (const [platform, layers] of Object.entries(image.platforms as Readonly<Record<string, readonly Layer[]>>)) {
    for (const [at, layer] of layers.entries()) yield* ofLayer(layer, [...path, 'platforms', platform, at], documented);
  }
}

function* ofLayer(layer: Layer, path: Path, documented: boolean): Generator<Complaint> {
  if (typeof layer === 'object' && 'digest' in layer && layer.digest !== undefined)
    yield* ofDigest(layer.digest, [...path, 'digest'], documented);
}
