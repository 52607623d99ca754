import { didYouMean, quote, type Complaint } from '../complaint.ts';
import { parseImage } from '../image.ts';
import type { Path } from '../place.ts';
import type { SoundParts } from '../sound-parts.ts';
import type { Step, StepBody } from '../step.ts';
import { comesByItself, expectByThemselves, hold, holdings, isOwn, moveOn, type Stock } from './holdings.ts';

/** Repositories that were never created, and images that were never pushed, where a step needs them. */
export function* checkPresence({ given, steps, account }: SoundParts): Generator<Complaint> {
  const stock: Stock = {
    account,
    repositories: new Map(),
    deleted: new Map(),
    prefixes: new Set(),
    open: given.includes(undefined),
  };
  yield* furnish(given, stock);
  for (const [index, step] of steps.entries()) {
    if (step === undefined) stock.open = true;
    else {
      if (!stock.open) yield* missing(step, ['steps', index], stock);
      moveOn(stock, step, index + 1);
    }
  }
}

function* furnish(given: SoundParts['given'], stock: Stock): Generator<Complaint> {
  const declared = new Set<string>();
  for (const [index, entry] of given.entries()) {
    if (entry === undefined) continue;
    if ('image' in entry) {
      const image = parseImage(entry.image.image);
      hold(stock, image, entry.image.digest ?? image.digest, entry.image.tags ?? []);
      continue;
    }
    if (!('repository' in entry)) {
      expectByThemselves(stock, entry);
      continue;
    }
    const { name } = entry.repository;
    const twice = declared.has(name) ? 'given twice' : 'given after an image of it, and it must stand before';
    if (stock.repositories.has(name)) {
      const path = ['given', index, 'repository', 'name'];
      yield { code: 'SCENARIO_WRONG_VALUE', path, part: 'value', says: `the repository ${quote(name)} is ${twice}` };
    }
    declared.add(name);
    holdings(stock, name);
  }
}

/** Something a step cannot do without. */
interface Need {
  readonly path: Path;
  /** What the step attempts: `pull "web:1.4.2"`. */
  readonly attempt: string;
  readonly repository: string;
  /** The image in that repository, where it takes one. */
  readonly image?: string;
}

function* missing(step: Step, path: Path, stock: Stock): Generator<Complaint> {
  for (const need of needsOf(step, stock)) {
    const at = [...path, ...need.path];
    if (comesByItself(stock, need.repository)) continue;
    if (!stock.repositories.has(need.repository)) yield noRepository(need, at, stock);
    else if (need.image !== undefined) yield* noImage(need, need.image, at, stock);
  }
}

/** What a step needs to be there; nothing of one that is meant to fail. */
function needsOf(step: Step, stock: Stock): readonly Need[] {
  const image = (verb: string, path: Path, text: string): Need => {
    return { path, attempt: `${verb} ${quote(text)}`, repository: parseImage(text).repository, image: text };
  };
  const repository = (verb: string, path: Path, name: string): Need => {
    return { path, attempt: `${verb} ${quote(name)}`, repository: name };
  };
  if ('push' in step && step.push.fails === undefined) {
    const { repository: name } = parseImage(step.push.image);
    const pushed = { path: ['push', 'image'], attempt: `push ${quote(step.push.image)}`, repository: name };
    const { subject } = step.push;
    return subject === undefined ? [pushed] : [pushed, image('refer to', ['push', 'subject'], subject)];
  }
  for (const verb of ['sign', 'archive', 'restore'] as const) {
    const body = (step as Partial<Record<typeof verb, StepBody<typeof verb>>>)[verb];
    if (body !== undefined) return body.fails === undefined ? [image(verb, [verb, 'image'], body.image)] : [];
  }
  if ('preview' in step && step.preview.fails === undefined)
    return [repository('preview a policy of', ['preview', 'repository'], step.preview.repository)];
  if ('configure' in step && 'repository' in step.configure && step.configure.fails === undefined)
    return [repository('configure', ['configure', 'repository'], step.configure.repository)];
  if ('pull' in step && step.pull.fails === undefined) {
    // What is in another registry nobody here knows.
    return step.pull.from === undefined ? [image('pull', ['pull', 'image'], step.pull.image)] : [];
  }
  if ('scan' in step && step.scan.fails === undefined) return [image('scan', ['scan', 'image'], step.scan.image)];
  if ('expire' in step && step.expire.fails === undefined) {
    return [repository('expire images of', ['expire', 'repository'], step.expire.repository)];
  }
  if ('delete' in step && step.delete.fails === undefined) {
    const body = step.delete;
    if ('repository' in body) return [repository('delete', ['delete', 'repository'], body.repository)];
    if ('image' in body) return [image('delete', ['delete', 'image'], body.image)];
    return body.images.map((text, at) => image('delete', ['delete', 'images', at], text));
  }
  if ('call' in step && step.call.fails === undefined && step.call.operation !== 'CreateRepository') {
    const name = step.call.request['repositoryName'];
    const path = ['call', 'request', 'repositoryName'];
    if (typeof name !== 'string' || !isOwn(step.call.request, stock)) return [];
    return [{ path, attempt: `call ${quote(step.call.operation)}`, repository: name }];
  }
  return [];
}

function noRepository({ repository, attempt }: Need, path: Path, stock: Stock): Complaint {
  const step = stock.deleted.get(repository);
  const hint = didYouMean(repository, [...stock.repositories.keys()]);
  const never = `the repository ${quote(repository)} is neither given nor created before`;
  const says =
    step === undefined
      ? `${never}${hint || ', and the step does not say "fails: RepositoryNotFoundException"'}`
      : `step ${step} has deleted the repository ${quote(repository)}`;
  return { code: 'SCENARIO_NO_REPOSITORY', path, part: 'value', says, attempt };
}

function* noImage({ repository, attempt }: Need, text: string, path: Path, stock: Stock): Generator<Complaint> {
  const held = stock.repositories.get(repository);
  const { digest, tag = 'latest' } = parseImage(text);
  if (held === undefined || (digest === undefined ? held.tags.has(tag) : held.anyDigest || held.digests.has(digest))) {
    return;
  }
  const step = held.deleted.get(digest ?? tag);
  const name = `${repository}:${tag}`;
  const others = [...held.tags].map((other) => `${repository}:${other}`);
  const never =
    digest === undefined
      ? `no image is pushed or given as ${quote(name)} before${didYouMean(name, others)}`
      : 'no image with this digest is pushed or given before';
  const says = step === undefined ? never : `step ${step} has deleted it`;
  yield { code: 'SCENARIO_NOTHING_PUSHED', path, part: 'value', says, attempt };
}
