import { didYouMean, quote, type Complaint } from '../complaint.ts';
import { parseImage, type ImageReference } from '../image.ts';
import { isMapping } from '../noun.ts';
import type { Path } from '../place.ts';
import type { SoundParts } from '../sound-parts.ts';
import type { Step } from '../step.ts';

/**
 * What a registry may hold, from above: everything that could be there, whatever the steps' outcome.
 *
 * Nothing is simulated here, so only what cannot possibly be there is complained about.
 */
interface Holdings {
  readonly tags: Set<string>;
  readonly digests: Set<string>;
  /** An image whose digest follows from its manifest was pushed: any digest may be meant. */
  anyDigest: boolean;
  /** Tag or digest → the step that deleted it, from 1. */
  readonly deleted: Map<string, number>;
}

interface Registry {
  readonly repositories: Map<string, Holdings>;
  readonly deleted: Map<string, number>;
  /** From here on anything may exist: a step could not be read, or repositories come about by themselves. */
  open: boolean;
}

/** Repositories that were never created, and images that were never pushed, where a step needs them. */
export function* checkPresence(parts: SoundParts): Generator<Complaint> {
  const registry: Registry = {
    repositories: new Map(),
    deleted: new Map(),
    open: parts.given.includes(undefined),
  };
  yield* furnish(parts, registry);
  for (const [index, step] of parts.steps.entries()) {
    if (step === undefined) registry.open = true;
    else {
      if (!registry.open) yield* lacks(step, index, registry, parts.account);
      act(step, index, registry, parts.account);
    }
  }
}

function* furnish({ given }: SoundParts, registry: Registry): Generator<Complaint> {
  const declared = new Set<string>();
  for (const [index, entry] of given.entries()) {
    if (entry === undefined) continue;
    if ('image' in entry) {
      const image = parseImage(entry.image.image);
      add(registry, image, entry.image.digest ?? image.digest, entry.image.tags ?? []);
      continue;
    }
    const { name } = entry.repository;
    const path = ['given', index, 'repository', 'name'];
    if (declared.has(name))
      yield {
        code: 'SCENARIO_WRONG_VALUE',
        path,
        part: 'value',
        says: `the repository ${quote(name)} is given twice`,
      };
    else if (registry.repositories.has(name)) {
      yield {
        code: 'SCENARIO_WRONG_VALUE',
        path,
        part: 'value',
        says: `the repository ${quote(name)} is given after an image of it, it must stand before`,
      };
    }
    declared.add(name);
    holdings(registry, name);
  }
}

function holdings(registry: Registry, name: string): Holdings {
  let held = registry.repositories.get(name);
  if (held === undefined) {
    held = { tags: new Set(), digests: new Set(), anyDigest: false, deleted: new Map() };
    registry.repositories.set(name, held);
  }
  return held;
}

function add(
  registry: Registry,
  image: ImageReference,
  digest: string | undefined,
  more: readonly string[] = [],
): void {
  const held = holdings(registry, image.repository);
  for (const tag of image.tag === undefined ? more : [image.tag, ...more]) held.tags.add(tag);
  if (digest === undefined) held.anyDigest = true;
  else held.digests.add(digest);
}

/** What a step uses: the images it names, or a repository alone. */
function usedBy(step: Step):
  | {
      readonly verb: string;
      readonly key: string;
      readonly images: readonly (readonly [path: Path, text: string])[];
      readonly repository?: string;
      readonly fails: string | undefined;
    }
  | undefined {
  if ('pull' in step)
    return {
      verb: 'pull',
      key: 'pull',
      images: [[['image'], step.pull.image]],
      fails: step.pull.fails,
    };
  if ('scan' in step)
    return {
      verb: 'scan',
      key: 'scan',
      images: [[['image'], step.scan.image]],
      fails: step.scan.fails,
    };
  if ('expire' in step)
    return {
      verb: 'expire images of',
      key: 'expire',
      images: [],
      repository: step.expire.repository,
      fails: step.expire.fails,
    };
  if (!('delete' in step)) return undefined;
  const { fails } = step.delete;
  if ('repository' in step.delete)
    return { verb: 'delete', key: 'delete', images: [], repository: step.delete.repository, fails };
  const images =
    'image' in step.delete
      ? [[['image'], step.delete.image] as const]
      : step.delete.images.map((image, at) => [['images', at], image] as const);
  return { verb: 'delete', key: 'delete', images, fails };
}

function* lacks(step: Step, index: number, registry: Registry, account: string | undefined): Generator<Complaint> {
  if ('push' in step) {
    const { repository } = parseImage(step.push.image);
    if (step.push.fails === undefined && !registry.repositories.has(repository))
      yield noRepository(registry, repository, ['steps', index, 'push', 'image'], `push ${quote(step.push.image)}`);
  }
  if (
    'call' in step &&
    step.call.fails === undefined &&
    isOwn(step.call.request, account) &&
    step.call.operation !== 'CreateRepository'
  ) {
    const name = step.call.request['repositoryName'];
    if (typeof name === 'string' && !registry.repositories.has(name))
      yield noRepository(
        registry,
        name,
        ['steps', index, 'call', 'request', 'repositoryName'],
        `call ${quote(step.call.operation)}`,
      );
  }
  const used = usedBy(step);
  if (used === undefined || used.fails !== undefined) return;
  if (used.repository !== undefined && !registry.repositories.has(used.repository)) {
    yield noRepository(
      registry,
      used.repository,
      ['steps', index, used.key, 'repository'],
      `${used.verb} ${quote(used.repository)}`,
    );
  }
  for (const [path, text] of used.images)
    yield* lacksImage(registry, text, ['steps', index, used.key, ...path], `${used.verb} ${quote(text)}`);
}

function noRepository(registry: Registry, name: string, path: Path, attempt: string): Complaint {
  const step = registry.deleted.get(name);
  const says =
    step === undefined
      ? `the repository ${quote(name)} is neither given nor created before${didYouMean(name, [...registry.repositories.keys()]) || ', unless it is meant to end in "fails: RepositoryNotFoundException"'}`
      : `step ${step} has deleted the repository ${quote(name)}`;
  return { code: 'SCENARIO_NO_REPOSITORY', path, part: 'value', says, attempt };
}

function* lacksImage(registry: Registry, text: string, path: Path, attempt: string): Generator<Complaint> {
  const { repository, digest, tag = 'latest' } = parseImage(text);
  const held = registry.repositories.get(repository);
  if (held === undefined) {
    yield noRepository(registry, repository, path, attempt);
    return;
  }
  if (digest === undefined ? held.tags.has(tag) : held.anyDigest || held.digests.has(digest)) return;
  const step = held.deleted.get(digest ?? tag);
  const others = digest === undefined ? [...held.tags].map((other) => `${repository}:${other}`) : [];
  const hint = didYouMean(`${repository}:${tag}`, others);
  const missing =
    digest === undefined
      ? `no image is pushed or given as ${quote(`${repository}:${tag}`)} before`
      : 'no image with this digest is pushed or given before';
  yield {
    code: 'SCENARIO_NOTHING_PUSHED',
    path,
    part: 'value',
    says: step === undefined ? `${missing}${hint}` : `step ${step} has deleted it`,
    attempt,
  };
}

function isOwn(request: Readonly<Record<string, unknown>>, account: string | undefined): boolean {
  return request['registryId'] === undefined || request['registryId'] === account;
}

/** Moves on past a step. A step that is meant to fail may still have done some of its work. */
function act(step: Step, index: number, registry: Registry, account: string | undefined): void {
  if ('createRepository' in step) holdings(registry, step.createRepository.name);
  else if ('push' in step) {
    const image = parseImage(step.push.image);
    if (step.push.fails === undefined || registry.repositories.has(image.repository))
      add(registry, image, step.push.digest);
  } else if ('delete' in step && step.delete.fails === undefined) {
    if ('repository' in step.delete) {
      registry.repositories.delete(step.delete.repository);
      registry.deleted.set(step.delete.repository, index + 1);
    } else
      for (const text of 'image' in step.delete ? [step.delete.image] : step.delete.images)
        remove(registry, parseImage(text), index);
  } else if ('call' in step) call(step.call.operation, step.call.request, step.call.fails, registry, account);
}

function remove(registry: Registry, { repository, tag = 'latest', digest }: ImageReference, index: number): void {
  const held = registry.repositories.get(repository);
  if (held === undefined) return;
  held.deleted.set(digest ?? tag, index + 1);
  if (digest === undefined) held.tags.delete(tag);
  else held.digests.delete(digest);
}

/** Operations after which a push or a pull may create a repository by itself. */
const CREATES_ON_DEMAND: readonly string[] = ['CreatePullThroughCacheRule', 'CreateRepositoryCreationTemplate'];

function call(
  operation: string,
  request: Readonly<Record<string, unknown>>,
  fails: string | undefined,
  registry: Registry,
  account: string | undefined,
): void {
  const name = request['repositoryName'];
  if (CREATES_ON_DEMAND.includes(operation)) registry.open = true;
  if (typeof name !== 'string') return;
  if (operation === 'CreateRepository') holdings(registry, name);
  if (operation === 'DeleteRepository' && fails === undefined && isOwn(request, account))
    registry.repositories.delete(name);
  if (operation === 'PutImage') {
    const tag = request['imageTag'];
    add(registry, typeof tag === 'string' ? { repository: name, tag } : { repository: name }, undefined);
  }
  // What ids a batch names is the API's business; nothing is certain of tags that it may have deleted.
  if (operation === 'BatchDeleteImage' && isMapping(request)) holdings(registry, name);
}
