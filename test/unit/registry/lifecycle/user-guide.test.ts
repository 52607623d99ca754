import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LifecycleRun } from '../../../../src/registry/activity.ts';
import { previewLifecycle, runLifecycle } from '../../../../src/registry/lifecycle/run.ts';
import { statusOf } from '../../../../src/registry/state.ts';
import { NOW, policyOf, shelf, type Rule, type Shelved } from './shelf.ts';

interface Case {
  readonly rules: readonly Rule[];
  readonly images: readonly Shelved[];
  readonly expired?: readonly string[];
  readonly archived?: readonly string[];
  readonly failed?: readonly string[];
}

const TO_ARCHIVE = { type: 'transition', targetStorageClass: 'archive' } as const;

function prefixes(...tagPrefixList: string[]) {
  return { tagStatus: 'tagged', tagPrefixList } as const;
}
function patterns(...tagPatternList: string[]) {
  return { tagStatus: 'tagged', tagPatternList } as const;
}
const UNTAGGED = { tagStatus: 'untagged' } as const;
const ANY = { tagStatus: 'any' } as const;
function keep(countNumber: number) {
  return { countType: 'imageCountMoreThan', countNumber } as const;
}
function days(countNumber: number, since: 'Pushed' | 'Pulled' | 'Transitioned' = 'Pushed') {
  return { countType: `sinceImage${since}`, countUnit: 'days', countNumber } as const;
}

const BETA_AND_PROD: readonly Shelved[] = [
  { name: 'A', tags: ['beta-1', 'prod-1'], pushed: 10 },
  { name: 'B', tags: ['beta-2', 'prod-2'], pushed: 9 },
  { name: 'C', tags: ['beta-3'], pushed: 8 },
];

/** The examples of the ECR user guide, "Examples of lifecycle policies". */
const EXAMPLES: Readonly<Record<string, Case>> = {
  'image age: tagged with prod and older than 14 days': {
    rules: [[{ ...patterns('prod*'), ...days(14) }]],
    images: [
      { name: 'old', tags: ['prod-1'], pushed: 15 },
      { name: 'young', tags: ['prod-2'], pushed: 13 },
      { name: 'dev', tags: ['dev-1'], pushed: 40 },
    ],
    expired: ['old'],
  },
  'image count: keeps one untagged image': {
    rules: [[{ ...UNTAGGED, ...keep(1) }]],
    images: [
      { name: 'A', pushed: 3 },
      { name: 'B', pushed: 2 },
      { name: 'C', tags: ['v1'], pushed: 9 },
      { name: 'D', pushed: 1 },
    ],
    expired: ['A', 'B'],
  },
  'multiple rules, example A: what the first rule keeps the second cannot expire': {
    rules: [[{ ...prefixes('prod'), ...keep(1) }], [{ ...prefixes('beta'), ...keep(1) }]],
    images: BETA_AND_PROD,
    expired: ['A'],
  },
  'multiple rules, example B: the other priority has another outcome': {
    rules: [[{ ...prefixes('beta'), ...keep(1) }], [{ ...prefixes('prod'), ...keep(1) }]],
    images: BETA_AND_PROD,
    expired: ['A', 'B'],
  },
  'multiple tags in a rule, example A: an image must match every prefix': {
    rules: [[{ ...prefixes('alpha', 'beta'), ...days(5) }]],
    images: [
      { name: 'A', tags: ['alpha-1'], pushed: 12 },
      { name: 'B', tags: ['beta-1'], pushed: 11 },
      { name: 'C', tags: ['alpha-2', 'beta-2'], pushed: 10 },
      { name: 'D', tags: ['alpha-3'], pushed: 4 },
      { name: 'E', tags: ['beta-3'], pushed: 3 },
      { name: 'F', tags: ['alpha-4', 'beta-4'], pushed: 2 },
    ],
    expired: ['C'],
  },
  'multiple tags in a rule, example B: tags are not exclusive': {
    rules: [[{ ...prefixes('alpha', 'beta'), ...keep(1) }]],
    images: [
      { name: 'A', tags: ['alpha-1', 'beta-1', 'gamma-1'], pushed: 10 },
      { name: 'B', tags: ['alpha-2', 'beta-2'], pushed: 9 },
      { name: 'C', tags: ['alpha-3', 'beta-3', 'gamma-2'], pushed: 8 },
    ],
    expired: ['A', 'B'],
  },
  'all images, example A: keeps one of all': {
    rules: [[{ ...ANY, ...keep(1) }]],
    images: [
      { name: 'A', tags: ['alpha-1'], pushed: 4 },
      { name: 'B', tags: ['beta-1'], pushed: 3 },
      { name: 'C', pushed: 2 },
      { name: 'D', tags: ['alpha-2'], pushed: 1 },
    ],
    expired: ['A', 'B', 'C'],
  },
  'all images, example B: every kind of rule in one policy': {
    rules: [[{ ...prefixes('alpha'), ...keep(1) }], [{ ...UNTAGGED, ...days(1) }], [{ ...ANY, ...keep(1) }]],
    images: [
      { name: 'A', tags: ['alpha-1', 'beta-1'], pushed: 4 },
      { name: 'B', pushed: 3 },
      { name: 'C', tags: ['alpha-2'], pushed: 2 },
      { name: 'D', tags: ['git-hash'], pushed: 1 },
      { name: 'E', pushed: 0.9 },
    ],
    expired: ['A', 'B', 'D'],
  },
  'archive: not pulled for 90 days goes to the archive, and from there after a year': {
    rules: [
      [{ ...ANY, ...days(90, 'Pulled') }, TO_ARCHIVE],
      [{ ...ANY, storageClass: 'archive', ...days(365, 'Transitioned') }],
    ],
    images: [
      { name: 'pulled-long-ago', pushed: 400, pulled: 91 },
      { name: 'pulled-lately', pushed: 400, pulled: 3 },
      { name: 'never-pulled', pushed: 91 },
      { name: 'young', pushed: 5 },
      { name: 'archived-long-ago', pushed: 900, archived: 366 },
      { name: 'archived-lately', pushed: 900, archived: 100 },
    ],
    expired: ['archived-long-ago'],
    archived: ['pulled-long-ago', 'never-pulled'],
  },
};

/** "Lifecycle policy evaluation rules", one by one. */
const RULES: Readonly<Record<string, Case>> = {
  'what was restored counts from then until it is pulled': {
    rules: [[{ ...ANY, ...days(90, 'Pulled') }, TO_ARCHIVE]],
    images: [
      { name: 'restored-lately', pushed: 400, restored: 10 },
      { name: 'restored-long-ago', pushed: 400, restored: 100 },
    ],
    archived: ['restored-long-ago'],
  },
  'a rule without a storage class does not see the archive': {
    rules: [[{ ...ANY, ...keep(1) }]],
    images: [
      { name: 'archived', pushed: 9, archived: 5 },
      { name: 'A', pushed: 3 },
      { name: 'B', pushed: 2 },
    ],
    expired: ['A'],
  },
  'older images go before newer ones, whichever rule means them': {
    rules: [[{ ...prefixes('new'), ...days(1) }], [{ ...prefixes('old'), ...days(1) }]],
    images: [
      { name: 'B', tags: ['new-1'], pushed: 2 },
      { name: 'A', tags: ['old-1'], pushed: 3 },
    ],
    expired: ['A', 'B'],
  },
  'an image that an index names stays, and its reason is told': {
    rules: [[{ ...UNTAGGED, ...days(1) }]],
    images: [
      { name: 'platform', pushed: 9 },
      { name: 'index', tags: ['v1'], pushed: 9, of: ['platform'] },
      { name: 'alone', pushed: 9 },
    ],
    expired: ['alone'],
    failed: ['platform'],
  },
  'the platforms of an index that goes are told once more, and go the next night': {
    rules: [[{ ...ANY, ...days(1) }]],
    images: [
      { name: 'platform', pushed: 9 },
      { name: 'index', tags: ['v1'], pushed: 8, of: ['platform'] },
    ],
    expired: ['index'],
    failed: ['platform'],
  },
  'what refers to another image is meant by no rule while that is there': {
    rules: [[{ ...UNTAGGED, ...days(1) }]],
    images: [
      { name: 'image', tags: ['v1'], pushed: 9 },
      { name: 'signature', pushed: 9, refersTo: 'image' },
      { name: 'orphan', pushed: 9, refersTo: 'gone' },
    ],
    expired: ['orphan'],
  },
  'a wildcard stands for any characters, and everything else for itself': {
    rules: [[{ ...patterns('*-rc.*', 'v*'), ...days(1) }]],
    images: [
      { name: 'both', tags: ['1-rc.2', 'v1'], pushed: 9 },
      { name: 'one', tags: ['1-rc.3'], pushed: 9 },
      { name: 'other', tags: ['1-rcx2', 'v2'], pushed: 9 },
    ],
    expired: ['both'],
  },
  'rules of one storage class do not shield images from those of the other': {
    rules: [
      [{ ...patterns('*'), ...days(30) }, TO_ARCHIVE],
      [{ ...patterns('*'), storageClass: 'archive', ...days(90, 'Transitioned') }],
    ],
    images: [
      { name: 'active', tags: ['a'], pushed: 31 },
      { name: 'archived', tags: ['b'], pushed: 200, archived: 91 },
    ],
    expired: ['archived'],
    archived: ['active'],
  },
  'exactly so many days old is not older': {
    rules: [[{ ...ANY, ...days(7) }]],
    images: [
      { name: 'exact', pushed: 7 },
      { name: 'older', pushed: 7.001 },
    ],
    expired: ['older'],
  },
};

function outcome({ expired, transitioned = [], failed }: LifecycleRun) {
  const names = (images: readonly { readonly digest: string }[]) => images.map(({ digest }) => digest);
  return { expired: names(expired), archived: names(transitioned), failed: names(failed) };
}

describe.each([...Object.entries(EXAMPLES), ...Object.entries(RULES)])('%s', (_name, { rules, images, ...wanted }) => {
  const { expired = [], archived = [], failed = [] } = wanted;

  test('is what a preview tells and a run does', () => {
    const repository = shelf(images);
    const policy = policyOf(rules);
    const preview = previewLifecycle(repository, policy, NOW);
    expect(repository.images.size).toBe(images.length);
    const { run } = runLifecycle(repository, policy, NOW);
    expect(outcome(run)).toEqual({ expired, archived, failed });
    expect(outcome(preview).expired).toEqual(expect.arrayContaining([...expired]));
    const left = images.map(({ name }) => name).filter((name) => !expired.includes(name));
    expect([...repository.images.keys()]).toEqual(left);
    for (const name of archived) expect(statusOf(repository.images.get(name)!)).toBe('ARCHIVED');
  });
});

test('a second run of the same night finds nothing more to do, and says when the first was', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ tag: fc.constantFrom('a', 'b', undefined), pushed: fc.integer({ min: 0, max: 30 }) }), {
        maxLength: 20,
      }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 20 }),
      (images, count, age) => {
        const repository = shelf(
          images.map(({ tag, pushed }, index) => ({
            name: `image-${index}`,
            pushed,
            ...(tag === undefined ? {} : { tags: [`${tag}-${index}`] }),
          })),
        );
        const policy = policyOf([
          [{ ...prefixes('a'), ...keep(count) }],
          [{ ...UNTAGGED, ...days(age) }],
          [{ ...ANY, ...keep(count) }],
        ]);
        const { run } = runLifecycle(repository, policy, NOW);
        expect(new Set(run.expired.map(({ digest }) => digest)).size).toBe(run.expired.length);
        const again = runLifecycle(repository, policy, NOW);
        expect(again.run.expired).toEqual([]);
        expect(again.run.lastEvaluatedAt).toBe(NOW);
      },
    ),
  );
});
