import type { JsonObject } from '../../registry/activity.ts';
import { readManifest, sha256, type Manifest } from '../../registry/manifest.ts';
import type { IdentityInput } from '../../scenario/identity.ts';
import type { Given, Layer, Step } from '../../scenario/step.ts';
import { unknownDigest } from '../given.ts';
import type { Form, Proposal } from '../proposal.ts';
import { listAt, objectAt, textAt, type Fact } from '../said.ts';
import type { Scene } from '../scene.ts';
import { isProxied, personOf, repositoryOf } from '../who.ts';
import { oneByOne } from './proxied.ts';
import { quoted, withLogin } from './quote.ts';

/** How long between two calls of one pull, at most. */
const GOES_ON = 10_000;

/** One manifest that was asked for, and the layers that were fetched after it. */
interface Look {
  readonly fact: Fact;
  readonly record: JsonObject;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  readonly layers: string[];
  readonly facts: Fact[];
}

/** Groups what clients of the registry read, by who reads where, to pulls. */
export function guessPulls(scene: Scene): readonly Proposal[] {
  const known = knownImages(scene);
  const reads = scene.free().filter(isRead);
  const byReader = Map.groupBy(reads, ({ record = {} }) => `${personOf(record)} ${repositoryOf(record)}`);
  return [...byReader.values()].flatMap((facts) => groups(facts).map((looks) => proposal(looks, known, scene)));
}

function isRead({ record }: Fact): boolean {
  const name = textAt(record, 'eventName');
  return record !== undefined && isProxied(record) && (name === 'BatchGetImage' || name === 'GetDownloadUrlForLayer');
}

/** A pull begins with a tag, or after a pause; what follows by digest belongs to it. */
function groups(facts: readonly Fact[]): readonly (readonly Look[])[] {
  const pulls: Look[][] = [];
  let last: Fact | undefined;
  for (const fact of facts) {
    const { record } = fact;
    if (record === undefined) continue;
    const request = objectAt(record, 'requestParameters');
    const current = pulls.at(-1);
    const goesOn = last !== undefined && fact.at - last.at < GOES_ON;
    last = fact;
    if (textAt(record, 'eventName') === 'GetDownloadUrlForLayer') {
      const digest = textAt(request, 'layerDigest');
      const look = current?.at(-1);
      if (look !== undefined && goesOn && digest !== undefined) {
        look.layers.push(digest);
        look.facts.push(fact);
      }
      continue;
    }
    const [id] = listAt(request, 'imageIds') as readonly JsonObject[];
    const look: Look = {
      fact,
      record,
      tag: textAt(id, 'imageTag'),
      digest: textAt(id, 'imageDigest'),
      layers: [],
      facts: [fact],
    };
    const fetched = current?.at(-1)?.layers.length ?? 0;
    if (current !== undefined && goesOn && look.digest !== undefined && fetched === 0) current.push(look);
    else pulls.push([look]);
  }
  return pulls;
}

/** Images whose manifests the recording shows. */
interface Known {
  readonly manifests: ReadonlyMap<string, Manifest>;
  /** `repository:tag` → digest, as it was put first. */
  readonly tags: ReadonlyMap<string, string>;
}

function knownImages(scene: Scene): Known {
  const manifests = new Map<string, Manifest>();
  const tags = new Map<string, string>();
  for (const { record } of scene.facts) {
    if (textAt(record, 'eventName') !== 'PutImage' || record === undefined) continue;
    const request = objectAt(record, 'requestParameters');
    const text = textAt(request, 'imageManifest');
    const digest = text === undefined ? textAt(request, 'imageDigest') : sha256(text);
    const read = text === undefined ? undefined : readManifest(text);
    const tag = textAt(request, 'imageTag');
    if (digest === undefined) continue;
    if (read !== undefined) manifests.set(digest, read);
    if (tag !== undefined && record['errorCode'] === undefined) tags.set(`${repositoryOf(record)}:${tag}`, digest);
  }
  return { manifests, tags };
}

function proposal(looks: readonly Look[], known: Known, scene: Scene): Proposal {
  const [first] = looks;
  const own = looks.flatMap(({ facts }) => facts);
  const login = first === undefined ? [] : scene.loginBefore(first.fact);
  const facts = [...login, ...own];
  scene.take(facts);
  const identity = first === undefined ? undefined : scene.who(first.record);
  const name = first === undefined ? undefined : repositoryOf(first.record);
  if (first === undefined || identity === undefined || name === undefined)
    return { facts, forms: [quoted(facts, scene)] };
  const owner = textAt(objectAt(first.record, 'requestParameters'), 'registryId') ?? scene.account;
  const from = owner === scene.account ? {} : { from: owner };
  const fails = textAt(first.record, 'errorCode');
  const given = owner === scene.account && fails === undefined ? givenFor(looks, name, known) : [];
  const forms = withLogin(login, scene, (logsIn) => {
    const common = { ...from, login: logsIn, ...(fails === undefined ? {} : { fails }) };
    const one = (pull: Omit<Pull, 'login'>): Form => ({ steps: [{ pull: { ...pull, ...common } }], given, quotes: [] });
    const each = looks.map((look, index): Step => ({
      pull: {
        image: nameOf(look, name),
        ...cachedOf(look, known),
        as: identity,
        ...common,
        login: logsIn && index === 0,
      },
    }));
    const all = [
      ...whole(looks, name, identity, known).map(one),
      { steps: each, given, quotes: [] },
      ...(logsIn ? [] : oneByOne(own, identity, given)),
    ];
    if (looks.length > 1 || first.layers.length > 0 || fails !== undefined) return all;
    // Nobody hears whether an image was there: perhaps it was not.
    const absent = { image: nameOf(first, name), as: identity, ...common, fails: 'ImageNotFound' };
    return [...all, { steps: [{ pull: absent }], quotes: [] }];
  });
  return { facts, forms: [...forms, quoted(facts, scene)] };
}

function nameOf({ tag, digest }: Look, name: string): string {
  return digest === undefined ? `${name}:${tag ?? 'latest'}` : `${name}@${digest}`;
}

type Pull = Extract<Step, { pull: unknown }>['pull'];

/** One pull that makes all of these calls: as docker does, or as containerd, which looks twice. */
function whole(
  looks: readonly Look[],
  name: string,
  identity: IdentityInput,
  { manifests, tags }: Known,
): readonly Omit<Pull, 'login'>[] {
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined || first === last) return [];
  const image = nameOf(first, name);
  const digest = first.digest ?? tags.get(image);
  const index = digest === undefined ? undefined : manifests.get(digest);
  const child = index?.children.find((each) => each.digest === last.digest);
  const platform = child === undefined ? {} : { platform: child.platform };
  const body = { image, ...platform, ...cachedOf(last, { manifests, tags }) };
  return [
    { ...body, as: identity },
    { ...body, as: { ...identity, by: 'containerd' } },
  ];
}

/** What the client had already: all, or what it did not ask for. */
function cachedOf({ layers, digest }: Look, { manifests }: Known): Pick<Pull, 'cached'> {
  if (layers.length === 0) return { cached: true };
  const manifest = digest === undefined ? undefined : manifests.get(digest);
  if (manifest === undefined) return {};
  const blobs = manifest.config === undefined ? manifest.layers : [manifest.config, ...manifest.layers];
  const cached = blobs.map((blob) => blob.digest).filter((blob) => !layers.includes(blob));
  return cached.length === 0 ? {} : { cached: [...new Set(cached)] };
}

/** An image that nobody pushes in the recording was there before; its layers are those that were fetched. */
function givenFor(looks: readonly Look[], name: string, { manifests, tags }: Known): readonly Given[] {
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined) return [];
  const image = nameOf(first, name);
  const digest = first.digest ?? tags.get(image);
  if (digest !== undefined && manifests.has(digest)) return [];
  const layers = last.layers.map((each): Layer => ({ size: 1, digest: each }));
  const opaque = last.digest ?? unknownDigest(image);
  return [
    {
      image: {
        image: first.tag === undefined ? name : image,
        digest: opaque,
        ...(layers.length === 0 ? {} : { layers }),
      },
    },
  ];
}
