import { parseImage, type ImageReference } from '../image.ts';
import type { Given, Step } from '../step.ts';

/**
 * What a repository may hold, seen from above: everything that could be there, whatever became of the steps.
 *
 * Nothing is simulated here, so only what cannot possibly be there can be said to be missing.
 */
export interface Holdings {
  readonly tags: Set<string>;
  readonly digests: Set<string>;
  /** An image whose digest follows from its manifest was pushed: any digest may be meant. */
  anyDigest: boolean;
  /** Tag or digest → the step that deleted it, from 1. */
  readonly deleted: Map<string, number>;
}

/** The repositories that may exist. */
export interface Stock {
  readonly account: string | undefined;
  readonly repositories: Map<string, Holdings>;
  /** Repository → the step that deleted it, from 1. */
  readonly deleted: Map<string, number>;
  /** Below these ECR makes repositories, and brings images in, by itself. */
  readonly prefixes: Set<string>;
  /** From here on anything may exist: a step could not be read, or repositories come about by themselves. */
  open: boolean;
}

/** Makes sure that a repository may exist. */
export function holdings(stock: Stock, name: string): Holdings {
  let held = stock.repositories.get(name);
  if (held === undefined) {
    held = { tags: new Set(), digests: new Set(), anyDigest: false, deleted: new Map() };
    stock.repositories.set(name, held);
  }
  return held;
}

/** Makes sure that an image may exist. */
export function hold(
  stock: Stock,
  { repository, tag }: ImageReference,
  digest: string | undefined,
  tags: readonly string[] = [],
): void {
  const held = holdings(stock, repository);
  for (const each of tag === undefined ? tags : [tag, ...tags]) held.tags.add(each);
  if (digest === undefined) held.anyDigest = true;
  else held.digests.add(digest);
}

/** Notes what the registry may come to hold without a step that says so: pull through caches, creation templates. */
export function expectByThemselves(stock: Stock, entry: GivenSettings): void {
  const { creationTemplates = [], pullThroughCacheRules = [] } =
    'registry' in entry
      ? entry.registry
      : 'creationTemplate' in entry
        ? { creationTemplates: [entry.creationTemplate] }
        : { pullThroughCacheRules: [entry.pullThroughCacheRule] };
  for (const { prefix } of [...creationTemplates, ...pullThroughCacheRules]) stock.prefixes.add(prefix);
}

type GivenSettings = Exclude<Given, { readonly repository: unknown } | { readonly image: unknown }>;

/** Whether a repository may come about, and be filled, without a step that says so. */
export function comesByItself({ prefixes }: Stock, repository: string): boolean {
  for (const prefix of prefixes)
    if (prefix === 'ROOT' || repository === prefix || repository.startsWith(`${prefix.replace(/\/$/, '')}/`))
      return true;
  return false;
}

/** Whether a call goes to the registry of the scenario, not to somebody else's. */
export function isOwn(request: Readonly<Record<string, unknown>>, stock: Stock): boolean {
  return request['registryId'] === undefined || request['registryId'] === stock.account;
}

/** Moves on past a step. A step that is meant to fail may still have done some of its work. */
export function moveOn(stock: Stock, step: Step, number: number): void {
  if ('createRepository' in step) holdings(stock, step.createRepository.name);
  else if ('push' in step) {
    const image = parseImage(step.push.image);
    if (step.push.interrupted === true) return;
    if (step.push.fails === undefined || stock.repositories.has(image.repository)) hold(stock, image, step.push.digest);
  } else if ('delete' in step && step.delete.fails === undefined) {
    if ('repository' in step.delete) {
      stock.repositories.delete(step.delete.repository);
      stock.deleted.set(step.delete.repository, number);
    } else {
      const images = 'image' in step.delete ? [step.delete.image] : step.delete.images;
      for (const image of images) letGo(stock, parseImage(image), number);
    }
  } else if ('replicate' in step) hold(stock, parseImage(step.replicate.image), step.replicate.digest);
  else if ('sign' in step) hold(stock, { repository: parseImage(step.sign.image).repository }, undefined);
  else if ('configure' in step && 'registry' in step.configure) expectByThemselves(stock, step.configure);
  else if ('call' in step) call(stock, step.call);
}

function letGo(stock: Stock, { repository, tag = 'latest', digest }: ImageReference, number: number): void {
  const held = stock.repositories.get(repository);
  held?.deleted.set(digest ?? tag, number);
  // With an image its tags go, but which they are only a simulation could tell.
  if (digest === undefined) held?.tags.delete(tag);
  else held?.digests.delete(digest);
}

/** Operations after which a push or a pull may create a repository by itself. */
const CREATES_ON_DEMAND: readonly string[] = ['CreatePullThroughCacheRule', 'CreateRepositoryCreationTemplate'];

function call(stock: Stock, { operation, request, fails }: Extract<Step, { call: unknown }>['call']): void {
  const { repositoryName: name, imageTag: tag } = request;
  if (CREATES_ON_DEMAND.includes(operation)) stock.open = true;
  if (typeof name !== 'string') return;
  if (operation === 'CreateRepository') holdings(stock, name);
  if (operation === 'DeleteRepository' && fails === undefined && isOwn(request, stock)) stock.repositories.delete(name);
  if (operation === 'PutImage') {
    hold(stock, typeof tag === 'string' ? { repository: name, tag } : { repository: name }, undefined);
  }
}
