import type { Instant } from '../clock.ts';
import { sha256 } from '../registry/manifest.ts';
import { parseImage } from '../scenario/image.ts';
import type { Given, Layer, RepositoryInput, Step } from '../scenario/step.ts';
import type { Frame } from './compose.ts';
import { listAt, objectAt, textAt, type Fact } from './said.ts';
import { repositoryOf } from './who.ts';

type Image = Extract<Given, { image: unknown }>['image'];
type Registry = Extract<Given, { registry: unknown }>['registry'];

/** What must have been there before the first step, put together from what the steps need and what the facts show. */
export function furnish(
  wanted: readonly Given[],
  steps: readonly Step[],
  { facts, account, region }: Pick<Frame, 'facts' | 'account' | 'region'>,
  start: Instant,
): readonly Given[] {
  const isHere = ({ record, event }: Fact): boolean =>
    (textAt(record, 'awsRegion') ?? textAt(event, 'region')) === region &&
    (textAt(record, 'recipientAccountId') ?? textAt(event, 'account')) === account;
  const shown = shownBy(facts.filter(isHere));
  const repositories = new Map<string, RepositoryInput>();
  const images = new Map<string, Image>();
  const rules = new Map<string, NonNullable<Registry['replication']>[number]>();
  const others = new Map<string, Given>();
  const addRepository = (name: string, more: Partial<RepositoryInput> = {}): void => {
    if (!shown.begins.get(name)) return;
    repositories.set(name, { name, ...shown.settings.get(name), ...repositories.get(name), ...more });
  };
  for (const name of steps.flatMap(repositoriesOf)) addRepository(name);
  for (const entry of wanted) {
    if ('repository' in entry) addRepository(entry.repository.name, entry.repository);
    else if ('image' in entry) {
      const image = unpushed(entry.image, shown, start);
      if (image === undefined) continue;
      addRepository(parseImage(image.image).repository);
      const key = sameTag(image, images) ?? keyOf(image);
      images.set(key, merged(images.get(key), image));
    } else if ('registry' in entry) {
      for (const rule of entry.registry.replication ?? []) rules.set(JSON.stringify(rule), rule);
      if (entry.registry.replication === undefined) others.set(JSON.stringify(entry), entry);
    } else if ('creationTemplate' in entry) {
      const template = { ...entry.creationTemplate, ...settingsBelow(entry.creationTemplate.prefix, shown) };
      others.set(template.prefix, { creationTemplate: template });
    } else others.set(JSON.stringify(entry), entry);
  }
  return [
    ...[...repositories.values()].map((repository): Given => ({ repository })),
    ...[...images.values()].map((image): Given => ({ image })),
    ...(rules.size === 0 ? [] : [{ registry: { replication: [...rules.values()] } } satisfies Given]),
    ...others.values(),
  ];
}

/** What the repositories below a prefix show of the template that they were made by. */
function settingsBelow(prefix: string, { settings }: Shown): Partial<RepositoryInput> {
  for (const [name, { imageTagMutability, imageTagMutabilityExclusionFilters: excepted }] of settings)
    if (name.startsWith(`${prefix}/`) && imageTagMutability !== undefined)
      return {
        imageTagMutability,
        ...(excepted === undefined ? {} : { imageTagMutabilityExclusionFilters: excepted }),
      };
  return {};
}

function keyOf(image: Image): string {
  const { repository, digest } = parseImage(image.image);
  const known = image.digest ?? digest;
  return known === undefined ? JSON.stringify(image) : `${repository}@${known}`;
}

/** A digest that stands for one that nobody knows. */
export function unknownDigest(image: string): string {
  return sha256(`unknown ${image}`);
}

/** A tag means one image: what is known of it by its tag alone is known of that which has the digest, and the other way round. */
function sameTag(image: Image, images: ReadonlyMap<string, Image>): string | undefined {
  for (const [key, known] of images) {
    if (known.image !== image.image || parseImage(image.image).tag === undefined) continue;
    const unknown = unknownDigest(image.image);
    if (known.digest === unknown || image.digest === unknown) return key;
  }
  return undefined;
}

/** The same image under more tags, or known by more of its layers. */
function merged(known: Image | undefined, image: Image): Image {
  if (known === undefined) return image;
  const { repository, tag } = parseImage(image.image);
  const first = parseImage(known.image).tag;
  const tags = new Set([...(known.tags ?? []), ...(image.tags ?? []), ...(tag === undefined ? [] : [tag])]);
  if (first !== undefined) tags.delete(first);
  const said = known.digest === unknownDigest(known.image) ? image.digest : known.digest;
  const digest = said ?? image.digest ?? parseImage(known.image).digest;
  return {
    ...image,
    ...known,
    image: first === undefined ? repository : known.image,
    ...(digest === undefined ? {} : { digest }),
    ...(tags.size === 0 ? {} : { tags: [...tags] }),
    ...(known.layers === undefined && image.layers !== undefined ? { layers: image.layers } : {}),
  };
}

/** Seconds that lie between a service's own doing and what it was done for. */
const MOMENT = 5_000;

interface Shown {
  /** Repository → whether it was there when it is first spoken of. */
  readonly begins: ReadonlyMap<string, boolean>;
  readonly settings: ReadonlyMap<string, Partial<RepositoryInput>>;
  /** `repository@digest` and `repository:tag` that were put. */
  readonly put: ReadonlySet<string>;
  /** `repository@digest` of layers that were uploaded. */
  readonly uploaded: ReadonlySet<string>;
}

function shownBy(facts: readonly Fact[]): Shown {
  const begins = new Map<string, boolean>();
  const first = new Map<string, Instant>();
  const settings = new Map<string, Partial<RepositoryInput>>();
  const put = new Set<string>();
  const immutable = new Set<string>();
  const moved = new Map<string, Set<string>>();
  const tagged = new Map<string, string>();
  const uploaded = new Set<string>();
  for (const { record, event, at } of facts) {
    const detail = objectAt(event, 'detail');
    // Inspector names repositories by their ARNs.
    const named = textAt(detail, 'repository-name')?.replace(/^.*:repository\//, '');
    const name = record === undefined ? named : repositoryOf(record);
    const key = keyFor(record);
    if (key !== undefined) settings.set(key.name, { ...settings.get(key.name), encryption: key.encryption });
    if (name === undefined) continue;
    const operation = textAt(record, 'eventName');
    const code = textAt(record, 'errorCode');
    const creates = operation === 'CreateRepository' && code === undefined;
    // What ECR makes by itself is told a moment after what it was made for.
    if (creates && at - (first.get(name) ?? at) < MOMENT) begins.set(name, false);
    if (!first.has(name)) first.set(name, at);
    if (!begins.has(name)) begins.set(name, code !== 'RepositoryNotFoundException' && !creates);
    if (code === 'ImageTagAlreadyExistsException') immutable.add(name);
    if (code !== undefined) continue;
    const request = objectAt(record, 'requestParameters');
    if (operation === 'PutImage' || textAt(detail, 'action-type') === 'PUSH') {
      const manifest = textAt(request, 'imageManifest');
      const digest =
        manifest === undefined ? (textAt(request, 'imageDigest') ?? textAt(detail, 'image-digest')) : sha256(manifest);
      const tag = textAt(request, 'imageTag') ?? textAt(detail, 'image-tag');
      put.add(`${name}@${digest}`);
      put.add(`${name}:${tag}`);
      const before = tagged.get(`${name}:${tag}`);
      if (tag !== undefined && before !== undefined && before !== digest)
        moved.set(name, (moved.get(name) ?? new Set()).add(tag));
      tagged.set(`${name}:${tag}`, String(digest));
    }
    if (operation === 'CompleteLayerUpload')
      for (const digest of listAt(request, 'layerDigests'))
        if (typeof digest === 'string') uploaded.add(`${name}@${digest}`);
  }
  for (const name of immutable) settings.set(name, { ...settings.get(name), ...mutabilityOf(moved.get(name)) });
  return { begins, settings, put, uploaded };
}

/** Tags may not move, but for those that have. */
function mutabilityOf(moved: ReadonlySet<string> | undefined): Partial<RepositoryInput> {
  if (moved === undefined || moved.size > MOST_FILTERS) return { imageTagMutability: 'IMMUTABLE' };
  return { imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION', imageTagMutabilityExclusionFilters: [...moved] };
}

/** As many as ECR takes. */
const MOST_FILTERS = 5;

/** The key of an encrypted repository, which KMS's own records name beside it. */
function keyFor(record: Fact['record']): { name: string; encryption: { type: 'KMS'; key: string } } | undefined {
  if (textAt(record, 'eventSource') !== 'kms.amazonaws.com') return undefined;
  const arn = textAt(objectAt(objectAt(record, 'requestParameters'), 'encryptionContext'), 'aws:ecr:arn');
  const name = /:repository\/(.+)$/.exec(arn ?? '')?.[1];
  const [resource] = listAt(record, 'resources');
  const key = textAt(resource as Fact['record'], 'ARN');
  return name === undefined || key === undefined ? undefined : { name, encryption: { type: 'KMS', key } };
}

/** What of a given image the recording does not bring about itself; nothing of one that is pushed in it. */
function unpushed(image: Image, { put, uploaded }: Shown, start: Instant): Image | undefined {
  const { repository, tag, digest } = parseImage(image.image);
  const known = image.digest ?? digest ?? (image.manifest === undefined ? undefined : sha256(image.manifest));
  if (known !== undefined && put.has(`${repository}@${known}`)) return undefined;
  if (known === undefined && tag !== undefined && put.has(`${repository}:${tag}`)) return undefined;
  const layers = image.layers?.filter((layer) => !uploaded.has(`${repository}@${digestOf(layer)}`));
  if (image.layers !== undefined && layers?.length === 0) return undefined;
  const { pushedAt, ...rest } = image;
  // What is said to be pushed later than all begins lies in the hour before, in the order that it is given.
  const isBefore = pushedAt !== undefined && Date.parse(pushedAt) <= start;
  return { ...rest, ...(layers === undefined ? {} : { layers }), ...(isBefore ? { pushedAt } : {}) };
}

function digestOf(layer: Layer): string {
  return typeof layer === 'object' && 'digest' in layer ? String(layer.digest) : '';
}

/** The repositories that a step is about. */
function repositoriesOf(step: Step): readonly string[] {
  if ('call' in step) {
    const name = step.call.request['repositoryName'];
    const owner = step.call.request['registryId'];
    return typeof name === 'string' && owner === undefined ? [name] : [];
  }
  if ('pull' in step && step.pull.from !== undefined) return [];
  if ('quote' in step || 'createRepository' in step) return [];
  const body = Object.values(step)[0] as {
    readonly image?: string;
    readonly repository?: string;
    readonly images?: readonly string[];
  };
  if (typeof body !== 'object') return [];
  const { image, repository, images = [] } = body;
  return [
    ...(repository === undefined ? [] : [repository]),
    ...(image === undefined ? [] : [parseImage(image).repository]),
    ...images.map((each) => parseImage(each).repository),
  ];
}
