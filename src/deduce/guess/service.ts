import type { JsonObject } from '../../registry/activity.ts';
import { sha256 } from '../../registry/manifest.ts';
import { parseImage } from '../../scenario/image.ts';
import { lifecycle } from '../../scenario/lifecycle-policy.ts';
import type { Given, Step } from '../../scenario/step.ts';
import type { Form, Proposal } from '../proposal.ts';
import { listAt, objectAt, textAt, type Fact } from '../said.ts';
import type { Scene } from '../scene.ts';
import { isProxied, repositoryOf } from '../who.ts';
import { quoted } from './quote.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Runs of lifecycle policies: those of one moment and repository are parts of one run. */
export function guessRuns(scene: Scene): readonly Proposal[] {
  const runs = scene.free().filter(({ record }) => textAt(record, 'eventName') === 'PolicyExecutionEvent');
  const byRun = Map.groupBy(runs, ({ record = {}, at }) => `${repositoryOf(record)} ${at}`);
  return [...byRun.values()].map((facts) => run(facts, scene));
}

function run(facts: readonly Fact[], scene: Scene): Proposal {
  scene.take(facts);
  const ran = thereFor(facts, scene);
  if (ran === undefined) return { facts, forms: [quoted(facts, scene)] };
  const { repository, policy, given } = ran;
  const settled: Given = { repository: { name: repository, lifecycle: policy } };
  return {
    facts,
    forms: [{ steps: [{ expire: { repository } }], given: [settled, ...given], quotes: [] }, quoted(facts, scene)],
  };
}

/** Previews of lifecycle policies: the call that asks for one, and what ECR tells when it is done. */
export function guessPreviews(scene: Scene): readonly Proposal[] {
  const done = scene.free().filter(({ record }) => textAt(record, 'eventName') === 'DryRunEvent');
  return done.flatMap((fact) => {
    const asked = scene
      .free()
      .findLast(
        ({ record, at }) =>
          textAt(record, 'eventName') === 'StartLifecyclePolicyPreview' &&
          record?.['errorCode'] === undefined &&
          repositoryOf(record ?? {}) === repositoryOf(fact.record ?? {}) &&
          at <= fact.at,
      );
    const as = asked?.record === undefined ? undefined : scene.who(asked.record);
    const there = thereFor([fact], scene);
    if (asked === undefined || as === undefined || there === undefined) return [];
    const facts = [asked, fact];
    scene.take(facts);
    const request = objectAt(asked.record, 'requestParameters') ?? {};
    const { repository, policy, given } = there;
    const own = textAt(request, 'lifecyclePolicyText') === undefined ? { lifecycle: policy } : {};
    const call: Step = { call: { operation: 'StartLifecyclePolicyPreview', request, as } };
    const form: Form = { steps: [call], given: [{ repository: { name: repository, ...own } }, ...given], quotes: [] };
    return [{ facts, forms: [form, quoted(facts, scene)] }];
  });
}

/** The policy that was run, and the images that must have been there for it to come out so. */
function thereFor(facts: readonly Fact[], scene: Scene) {
  const details = facts.map(({ record }) => objectAt(record, 'serviceEventDetails'));
  const [first] = details;
  const repository = textAt(first, 'repositoryName');
  const rules = listAt(objectAt(first, 'lifecycleEventPolicy'), 'lifecycleEventRules') as readonly JsonObject[];
  const policy = lifecycle.safeParse({ rules: rules.map(ruleOf) });
  const at = facts[0]?.at ?? 0;
  if (repository === undefined || !policy.success) return undefined;
  const images = details.flatMap((each) => listAt(each, 'lifecycleEventImageActions') as readonly JsonObject[]);
  const went = JSON.stringify(images);
  const known = pushedBefore(repository, at, scene).filter((digest) => !went.includes(digest));
  const most = Math.max(0, ...rules.map(keeps)) - known.length;
  const given = [
    ...images.map((image): Given => gone(repository, objectAt(image, 'lifecycleEventImage'), at)),
    // The newest stay, and nobody tells of them.
    ...(images.length === 0 ? [] : stayed(repository, most, at)),
  ];
  return { repository, policy: policy.data, given };
}

/** A rule in the words of a policy, from the words of the trail. */
function ruleOf(rule: JsonObject): object {
  const selection = objectAt(rule, 'lifecycleEventSelection');
  const text = (member: string) => (textAt(selection, member) ?? '').toLowerCase();
  const count = textAt(selection, 'countType') ?? '';
  const prefixes = listAt(selection, 'tagPrefixList');
  const patterns = listAt(selection, 'tagPatternList');
  const action = textAt(rule, 'action') ?? 'expire';
  return {
    rulePriority: rule['rulePriority'],
    ...(rule['description'] === undefined ? {} : { description: rule['description'] }),
    selection: {
      tagStatus: text('tagStatus'),
      ...(prefixes.length === 0 ? {} : { tagPrefixList: prefixes }),
      ...(patterns.length === 0 ? {} : { tagPatternList: patterns }),
      countType: COUNT_TYPE[count] ?? count,
      ...(selection?.['countUnit'] === undefined ? {} : { countUnit: text('countUnit') }),
      countNumber: selection?.['countNumber'],
    },
    action: action === 'transition' ? { type: action, targetStorageClass: 'archive' } : { type: action },
  };
}

const COUNT_TYPE: Readonly<Record<string, string>> = {
  'Image count more than': 'imageCountMoreThan',
  'Time since image pushed': 'sinceImagePushed',
  'Time since image pulled': 'sinceImagePulled',
  'Time since image transitioned': 'sinceImageTransitioned',
};

function keeps(rule: JsonObject): number {
  const selection = objectAt(rule, 'lifecycleEventSelection');
  const isCount = textAt(selection, 'countType') === 'Image count more than';
  const count = selection?.['countNumber'];
  return isCount && typeof count === 'number' ? count : 0;
}

function gone(repository: string, image: JsonObject | undefined, at: number): Given {
  const digest = textAt(image, 'digest') ?? '';
  const tags = listAt(image, 'tagList').filter((tag) => typeof tag === 'string');
  const pushedAt = image?.['pushedAt'];
  return {
    image: {
      image: `${repository}@${digest}`,
      ...(tags.length === 0 ? {} : { tags }),
      ...(typeof pushedAt === 'number' && pushedAt < at - MINUTE ? { pushedAt: new Date(pushedAt).toISOString() } : {}),
    },
  };
}

/** Images that the recording shows being pushed. */
function pushedBefore(repository: string, until: number, scene: Scene): readonly string[] {
  const digests = scene.facts.flatMap(({ record, event, at }) => {
    if (at > until) return [];
    const detail = objectAt(event, 'detail');
    if (textAt(detail, 'action-type') === 'PUSH' && textAt(detail, 'repository-name') === repository)
      return [textAt(detail, 'image-digest') ?? ''];
    const isPut = textAt(record, 'eventName') === 'PutImage' && record?.['errorCode'] === undefined;
    const answer = objectAt(objectAt(record, 'responseElements'), 'image');
    return isPut && textAt(answer, 'repositoryName') === repository
      ? [textAt(objectAt(answer, 'imageId'), 'imageDigest') ?? '']
      : [];
  });
  return [...new Set(digests)];
}

function stayed(repository: string, count: number, at: number): readonly Given[] {
  return Array.from({ length: Math.max(0, count) }, (_, index): Given => ({
    image: {
      image: `${repository}@${sha256(`stayed ${repository} ${index}`)}`,
      tags: [`stayed-${index + 1}`],
      pushedAt: new Date(at - (index + 1) * 1_000).toISOString(),
    },
  }));
}

/** Repositories that ECR made by itself for what was pushed, pulled or replicated next: they show what is set up. */
export function joinMade(scene: Scene, proposals: readonly Proposal[]): readonly Proposal[] {
  const made = scene
    .free()
    .filter(
      ({ record }) =>
        textAt(record, 'eventName') === 'CreateRepository' && textAt(record, 'eventType') === 'AwsServiceEvent',
    );
  const joined = new Map<Proposal, { fact: Fact; given: readonly Given[] }>();
  for (const fact of made) {
    const name = repositoryOf(fact.record ?? {});
    const cause =
      name === undefined ? undefined : proposals.find((each) => !joined.has(each) && isFor(each, name, fact));
    if (name === undefined || cause === undefined) continue;
    joined.set(cause, { fact, given: setUpBy(fact, name, cause, scene) });
    scene.take([fact]);
  }
  return proposals.map((proposal) => {
    const more = joined.get(proposal);
    if (more === undefined) return proposal;
    const facts = [...proposal.facts, more.fact];
    const forms = proposal.forms
      .slice(0, -1)
      .map((form) => ({ ...form, given: [...(form.given ?? []), ...more.given] }));
    return { facts, forms: [...forms, quoted(facts, scene)] };
  });
}

/** Whether a proposal is what a repository was made for. */
function isFor({ facts, forms }: Proposal, name: string, { at: made }: Fact): boolean {
  const isNear = facts.some(({ at }) => Math.abs(at - made) < DAY / 24);
  const isAbout = facts.some(
    ({ record }) => record !== undefined && isProxied(record) && repositoryOf(record) === name,
  );
  return (
    isNear &&
    forms.some(({ steps }) =>
      steps.some(
        (step) =>
          (isAbout && ('push' in step || 'pull' in step)) ||
          ('replicate' in step && parseImage(step.replicate.image).repository === name),
      ),
    )
  );
}

/** What must have been set up for ECR to make a repository. */
function setUpBy({ record }: Fact, name: string, { forms }: Proposal, scene: Scene): readonly Given[] {
  const region = textAt(record, 'awsRegion') ?? scene.region;
  const account = textAt(record, 'recipientAccountId') ?? scene.account;
  if (region !== scene.region || account !== scene.account) {
    const to = { region, ...(account === scene.account ? {} : { account }) };
    return [{ registry: { replication: [{ to: [to], repositories: [name] }] } }];
  }
  const steps = forms.flatMap((form) => form.steps);
  if (steps.some((step) => 'push' in step)) return [templateOf(name)];
  return steps.some((step) => 'pull' in step) ? [cacheRuleOf(name)] : [];
}

function templateOf(name: string): Given {
  return { creationTemplate: { prefix: prefixOf(name), appliedFor: ['CREATE_ON_PUSH'] } };
}

function cacheRuleOf(name: string): Given {
  return { pullThroughCacheRule: { prefix: prefixOf(name), upstream: 'public.ecr.aws' } };
}

function prefixOf(name: string): string {
  const slash = name.indexOf('/');
  return slash < 0 ? name : name.slice(0, slash);
}
