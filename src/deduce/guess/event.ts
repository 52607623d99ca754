import type { JsonObject } from '../../registry/activity.ts';
import type { Given, Step, StepBody } from '../../scenario/step.ts';
import { sha256 } from '../../registry/manifest.ts';
import type { Form, Proposal } from '../proposal.ts';
import { listAt, objectAt, textAt, type Fact } from '../said.ts';
import type { Scene } from '../scene.ts';
import { repositoryOf } from '../who.ts';
import { quoted } from './quote.ts';

/** How long after its cause an event of ECR's own is still that cause's, at most: a replica, a scan, a restored image. */
const FOLLOWS = 3_600_000;

/** An event's own words. */
interface Words {
  readonly fact: Fact;
  readonly type: string;
  readonly detail: JsonObject;
  readonly repository: string;
  readonly digest: string;
  readonly tag: string | undefined;
  readonly action: string | undefined;
}

function wordsOf(fact: Fact): Words | undefined {
  const detail = objectAt(fact.event, 'detail');
  const type = textAt(fact.event, 'detail-type');
  const repository = textAt(detail, 'repository-name');
  const digest = textAt(detail, 'image-digest');
  if (detail === undefined || type === undefined || repository === undefined || digest === undefined) return undefined;
  const tag = textAt(detail, 'image-tag');
  // Inspector names repositories by their ARNs.
  const name = repository.replace(/^.*:repository\//, '');
  return { fact, type, detail, repository: name, digest, tag, action: textAt(detail, 'action-type') };
}

/**
 * ECR's own events: joined to the calls that caused them where the recording has these, else each a step of its own:
 * a push that is known by its digest alone is one of an opaque image.
 */
export function guessEvents(scene: Scene, proposals: readonly Proposal[]): readonly Proposal[] {
  const causes = causesOf(proposals);
  const joined = new Map<Proposal, { facts: Fact[]; given: Given[] }>();
  const alone: Words[] = [];
  for (const fact of scene.free()) {
    const words = fact.event === undefined ? undefined : wordsOf(fact);
    if (words === undefined) continue;
    const cause = causes(words);
    if (cause === undefined) alone.push(words);
    else {
      const known = joined.get(cause) ?? { facts: [], given: [] };
      known.facts.push(fact);
      known.given.push(...givenBy(words, scene));
      joined.set(cause, known);
      scene.take([fact]);
    }
  }
  const together = proposals.map((proposal) => {
    const more = joined.get(proposal);
    return more === undefined ? proposal : withEvents(proposal, more.facts, more.given, scene);
  });
  return [...together, ...ownSteps(alone, scene)];
}

/** Finds what caused an event among what was called. */
function causesOf(proposals: readonly Proposal[]): (words: Words) => Proposal | undefined {
  const byRepository = new Map<string, { record: JsonObject; at: number; proposal: Proposal }[]>();
  for (const proposal of proposals) {
    for (const { record, at } of proposal.facts) {
      if (record === undefined || record['errorCode'] !== undefined) continue;
      const name = repositoryOf(record);
      if (name === undefined) continue;
      const known = byRepository.get(name);
      if (known === undefined) byRepository.set(name, [{ record, at, proposal }]);
      else known.push({ record, at, proposal });
    }
  }
  return (words) =>
    byRepository
      .get(words.repository)
      ?.filter(({ at }) => Math.abs(words.fact.at - at) < FOLLOWS)
      .find(({ record }) => isCause(record, words))?.proposal;
}

function isCause(record: JsonObject, { type, action, digest, tag }: Words): boolean {
  const name = textAt(record, 'eventName');
  const request = objectAt(record, 'requestParameters');
  const isPut = name === 'PutImage' && digestPut(request) === digest;
  if (type === 'ECR Replication Action') return isPut && textAt(request, 'imageTag') === tag;
  if (type === 'ECR Image Scan') return name === 'StartImageScan';
  if (action === 'PUSH') return isPut && textAt(request, 'imageTag') === tag;
  if (action === 'DELETE') {
    return (
      (name === 'BatchDeleteImage' || name === 'PolicyExecutionEvent' || name === 'DeleteRepository') &&
      JSON.stringify(record).includes(digest)
    );
  }
  return action === 'UPDATE_STORAGE_CLASS' && name === 'UpdateImageStorageClass';
}

function digestPut(request: JsonObject | undefined): string | undefined {
  const manifest = textAt(request, 'imageManifest');
  return manifest === undefined ? textAt(request, 'imageDigest') : sha256(manifest);
}

/** What an event shows to have been set up before. */
function givenBy({ type, action, fact, detail, repository, digest, tag }: Words, scene: Scene): readonly Given[] {
  // A record names a hundred tags of an image at most, and each has an event.
  if (action === 'DELETE' && tag !== undefined) return [{ image: { image: `${repository}@${digest}`, tags: [tag] } }];
  if (action === 'UPDATE_STORAGE_CLASS') return [{ image: { image: `${repository}@${digest}`, ...kindOf(detail) } }];
  if (type !== 'ECR Replication Action') return [];
  const region = textAt(fact.event, 'region');
  const account = textAt(fact.event, 'account');
  if (region === undefined || (region === scene.region && account === scene.account)) return [];
  const to = { region, ...(account === undefined || account === scene.account ? {} : { account }) };
  const fails = textAt(detail, 'result') === 'FAILED' ? { fails: 'ReplicationDenied' as const } : {};
  return [{ registry: { replication: [{ to: [{ ...to, ...fails }], repositories: [repository] }] } }];
}

/** What an event says of the kind of image. */
function kindOf(detail: JsonObject): { readonly mediaType?: string; readonly artifactType?: string } {
  const mediaType = textAt(detail, 'manifest-media-type');
  const artifactType = textAt(detail, 'artifact-media-type');
  return {
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(artifactType === undefined ? {} : { artifactType }),
  };
}

function withEvents(
  { facts, forms }: Proposal,
  more: readonly Fact[],
  given: readonly Given[],
  scene: Scene,
): Proposal {
  const all = [...facts, ...more];
  return {
    facts: all,
    forms: [
      ...forms.slice(0, -1).flatMap((form) => withScans({ ...form, given: [...(form.given ?? []), ...given] }, more)),
      quoted(all, scene),
    ],
  };
}

/** A scan that was asked for has come out: the step that says so makes the call as well. */
function withScans(form: Form, events: readonly Fact[]): readonly Form[] {
  const scans = events.filter((fact) => textAt(fact.event, 'detail-type') === 'ECR Image Scan');
  const [step] = form.steps;
  const [scan] = scans;
  if (scan === undefined || step === undefined || !('call' in step)) return [form];
  const id = (step.call.request['imageId'] ?? {}) as JsonObject;
  const name = textAt(step.call.request as JsonObject, 'repositoryName') ?? '';
  const digest = textAt(id, 'imageDigest');
  const image = digest === undefined ? `${name}:${textAt(id, 'imageTag') ?? 'latest'}` : `${name}@${digest}`;
  const { as } = step.call;
  return [{ ...form, steps: [{ scan: { image, ...outcomeOf(scan), ...(as === undefined ? {} : { as }) } }] }, form];
}

function outcomeOf(fact: Fact): Pick<StepBody<'scan'>, 'status' | 'findings'> {
  const detail = objectAt(fact.event, 'detail');
  const findings = objectAt(detail, 'finding-severity-counts');
  return {
    status: textAt(detail, 'scan-status') === 'FAILED' ? 'FAILED' : 'COMPLETE',
    ...(findings === undefined ? {} : { findings }),
  };
}

/** Events whose causes nobody recorded. */
function ownSteps(alone: readonly Words[], scene: Scene): readonly Proposal[] {
  const pushed = new Set(
    scene.facts.flatMap(({ record, event }) => {
      const detail = objectAt(event, 'detail');
      const digest =
        textAt(record, 'eventName') === 'PutImage'
          ? digestPut(objectAt(record, 'requestParameters'))
          : textAt(detail, 'action-type') === 'PUSH' || textAt(detail, 'action-type') === 'REPLICATE'
            ? textAt(detail, 'image-digest')
            : undefined;
      return digest === undefined ? [] : [digest];
    }),
  );
  // An image with several tags is deleted once, and told of once a tag.
  const groups = Map.groupBy(alone, ({ fact, type, action, repository, digest }) =>
    action === 'DELETE' ? `${type} ${repository} ${digest} ${fact.at}` : `line ${fact.line}`,
  );
  return [...groups.values()].map((words): Proposal => {
    const facts = words.map(({ fact }) => fact);
    scene.take(facts);
    const [first] = words;
    const tags = words.flatMap(({ tag }) => (tag === undefined ? [] : [tag]));
    const forms = first === undefined ? [] : formsOf(first, tags, pushed.has(first.digest), scene);
    return { facts, forms: [...forms, quoted(facts, scene)] };
  });
}

function formsOf(words: Words, tags: readonly string[], wasPushed: boolean, scene: Scene): readonly Form[] {
  const { type, action, repository, digest, tag, detail, fact } = words;
  const byDigest = `${repository}@${digest}`;
  const there = (own: readonly string[]): readonly Given[] =>
    wasPushed
      ? []
      : [{ image: { image: byDigest, ...kindOf(detail), ...(own.length === 0 ? {} : { tags: [...own] }) } }];
  if (type === 'ECR Replication Action') {
    const replicate = replicaOf(words, scene);
    return replicate === undefined ? [] : [{ steps: [replicate], quotes: [] }];
  }
  if (type === 'ECR Image Scan') {
    const step: Step = { scan: { image: byDigest, ...outcomeOf(fact) } };
    const given = there(listAt(detail, 'image-tags').filter((each) => typeof each === 'string'));
    const onPush: Given = { repository: { name: repository, scanOnPush: true } };
    return (scene.channels.records || scene.channels.enabled) && wasPushed
      ? [{ steps: [step], given: [onPush], quotes: [] }]
      : [{ steps: [step], given, quotes: [] }];
  }
  if (type === 'Inspector2 Scan') return inspected(words, wasPushed);
  if (type !== 'ECR Image Action') return [];
  if (action === 'PUSH') {
    const image = tag === undefined ? repository : `${repository}:${tag}`;
    return [{ steps: [{ push: { image, digest, login: false } }], quotes: [] }];
  }
  if (action === 'DELETE') return [{ steps: [{ delete: { image: byDigest } }], given: there(tags), quotes: [] }];
  if (action !== 'UPDATE_STORAGE_CLASS') return [];
  const isArchive = textAt(detail, 'target-storage-class') === 'ARCHIVE';
  return [
    {
      steps: [isArchive ? { archive: { image: byDigest } } : { restore: { image: byDigest } }],
      given: there([]),
      quotes: [],
    },
  ];
}

/** Inspector's scan of an image that was pushed: what it counts beyond the three severities it names is low. */
function inspected({ repository, digest, detail }: Words, wasPushed: boolean): readonly Form[] {
  const { TOTAL, ...named } = objectAt(detail, 'finding-severity-counts') ?? {};
  const counts = Object.values(named).filter((count) => typeof count === 'number');
  const rest = typeof TOTAL === 'number' ? TOTAL - counts.reduce((sum, count) => sum + count, 0) : 0;
  const findings = { ...named, ...(rest > 0 && named['LOW'] === undefined ? { LOW: rest } : {}) };
  const tags = listAt(detail, 'image-tags').filter((tag) => typeof tag === 'string');
  const images = tags.length === 0 ? [repository] : tags.map((tag) => `${repository}:${tag}`);
  const pushes = wasPushed ? [] : images.map((image): Step => ({ push: { image, digest, login: false } }));
  const scan: Step = { scan: { image: `${repository}@${digest}`, status: 'COMPLETE', findings } };
  const given: Given = { registry: { scanning: { type: 'ENHANCED' } } };
  return [{ steps: [...pushes, scan], given: [given], quotes: [] }];
}

/** An image that arrived here from another registry. */
function replicaOf({ repository, tag, digest, detail, fact }: Words, scene: Scene): Step | undefined {
  if (textAt(fact.event, 'account') !== scene.account || textAt(fact.event, 'region') !== scene.region)
    return undefined;
  const region = textAt(detail, 'source-region');
  const account = textAt(detail, 'source-account');
  return {
    replicate: {
      image: tag === undefined ? repository : `${repository}:${tag}`,
      from: {
        ...(region === undefined || region === scene.region ? {} : { region }),
        ...(account === undefined || account === scene.account ? {} : { account }),
      },
      digest,
      result: textAt(detail, 'result') === 'FAILED' ? 'FAILED' : 'SUCCESS',
    },
  };
}
