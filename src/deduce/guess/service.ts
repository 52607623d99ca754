import type { JsonObject } from '../../registry/activity.ts';
import { sha256 } from '../../registry/manifest.ts';
import { lifecycle } from '../../scenario/lifecycle-policy.ts';
import type { Given } from '../../scenario/step.ts';
import type { Proposal } from '../proposal.ts';
import { listAt, objectAt, textAt, type Fact } from '../said.ts';
import type { Scene } from '../scene.ts';
import { isProxied, repositoryOf } from '../who.ts';
import { quoted } from './quote.ts';

const DAY = 86_400_000;

/** Runs of lifecycle policies: those of one moment and repository are parts of one run. */
export function guessRuns(scene: Scene): readonly Proposal[] {
  const runs = scene.free().filter(({ record }) => textAt(record, 'eventName') === 'PolicyExecutionEvent');
  const byRun = Map.groupBy(runs, ({ record = {}, at }) => `${repositoryOf(record)} ${at}`);
  return [...byRun.values()].map((facts) => run(facts, scene));
}

function run(facts: readonly Fact[], scene: Scene): Proposal {
  scene.take(facts);
  const details = facts.map(({ record }) => objectAt(record, 'serviceEventDetails'));
  const [first] = details;
  const repository = textAt(first, 'repositoryName');
  const rules = listAt(objectAt(first, 'lifecycleEventPolicy'), 'lifecycleEventRules') as readonly JsonObject[];
  const policy = lifecycle.safeParse({ rules: rules.map(ruleOf) });
  const at = facts[0]?.at ?? 0;
  if (repository === undefined || !policy.success) return { facts, forms: [quoted(facts, scene)] };
  const images = details.flatMap((each) => listAt(each, 'lifecycleEventImageActions') as readonly JsonObject[]);
  const expired = images.map((image): Given => gone(repository, objectAt(image, 'lifecycleEventImage')));
  const went = JSON.stringify(images);
  const known = pushedBefore(repository, at, scene).filter((digest) => !went.includes(digest));
  const most = Math.max(0, ...rules.map(keeps)) - known.length;
  return {
    facts,
    forms: [
      {
        steps: [{ expire: { repository } }],
        given: [
          { repository: { name: repository, lifecycle: policy.data } },
          ...expired,
          // The newest stay, and nobody tells of them.
          ...(images.length === 0 ? [] : stayed(repository, most, at)),
        ],
        quotes: [],
      },
      quoted(facts, scene),
    ],
  };
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

function gone(repository: string, image: JsonObject | undefined): Given {
  const digest = textAt(image, 'digest') ?? '';
  const tags = listAt(image, 'tagList').filter((tag) => typeof tag === 'string');
  const pushedAt = image?.['pushedAt'];
  return {
    image: {
      image: `${repository}@${digest}`,
      ...(tags.length === 0 ? {} : { tags }),
      ...(typeof pushedAt === 'number' ? { pushedAt: new Date(pushedAt).toISOString() } : {}),
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
      pushedAt: new Date(at - Math.round(DAY / (index + 2))).toISOString(),
    },
  }));
}

/** Repositories that ECR made by itself for what was pushed or pulled next: whose settings show what is set up. */
export function joinMade(scene: Scene, proposals: readonly Proposal[]): readonly Proposal[] {
  const made = scene
    .free()
    .filter(
      ({ record }) =>
        textAt(record, 'eventName') === 'CreateRepository' && textAt(record, 'eventType') === 'AwsServiceEvent',
    );
  const joined = new Map<Proposal, { fact: Fact; given: Given }>();
  for (const fact of made) {
    const name = repositoryOf(fact.record ?? {});
    if (name === undefined) continue;
    const cause = proposals.find(
      ({ facts, forms }) =>
        facts.some(
          ({ record, at }) =>
            record !== undefined &&
            isProxied(record) &&
            repositoryOf(record) === name &&
            Math.abs(at - fact.at) < DAY / 24,
        ) && forms.some(({ steps }) => steps.some((step) => 'push' in step || 'pull' in step)),
    );
    if (cause === undefined || joined.has(cause)) continue;
    const isPush = cause.forms.some(({ steps }) => steps.some((step) => 'push' in step));
    joined.set(cause, { fact, given: isPush ? templateOf(name) : cacheRuleOf(name) });
    scene.take([fact]);
  }
  return proposals.map((proposal) => {
    const more = joined.get(proposal);
    if (more === undefined) return proposal;
    const facts = [...proposal.facts, more.fact];
    const forms = proposal.forms.slice(0, -1).map((form) => ({ ...form, given: [...(form.given ?? []), more.given] }));
    return { facts, forms: [...forms, quoted(facts, scene)] };
  });
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
