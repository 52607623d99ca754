import { expect, test } from 'vitest';
import { emitted } from '../../emitted.ts';

function policy(rule: string): string {
  return `{ rules: [{ rulePriority: 1, selection: ${rule}, action: { type: expire } }] }`;
}

function images(...given: readonly string[]): string {
  return given.map((image) => `  - image: ${image}\n`).join('');
}

function details(yaml: string) {
  return emitted(yaml).records.map(
    ({ serviceEventDetails }) =>
      serviceEventDetails as {
        lifecycleEventImageActions: { lifecycleEventImage: { tagList: string[] } }[];
        lifecycleEventFailureDetails: { failureCode: string }[];
        lifecycleEventPolicy: { lastEvaluatedAt: number };
      },
  );
}

function expired(yaml: string): readonly string[] {
  return details(yaml).flatMap(({ lifecycleEventImageActions }) =>
    lifecycleEventImageActions.map(({ lifecycleEventImage }) => lifecycleEventImage.tagList.join('+')),
  );
}

test('a count rule keeps the newest images', () => {
  expect(
    expired(
      `given:\n  - repository: { name: web, lifecycle: { keep: 2 } }\n${images('{ image: "web:a" }', '{ image: "web:b" }', '{ image: "web:c" }', '{ image: "web:d" }')}steps: [{ expire: { repository: web } }]`,
    ),
  ).toEqual(['a', 'b']);
});

test('an age rule expires what was pushed longer ago', () => {
  expect(
    expired(
      `start: 2026-01-20T00:00:00Z\ngiven:\n  - repository: { name: web, lifecycle: ${policy('{ tagStatus: any, countType: sinceImagePushed, countUnit: days, countNumber: 7 }')} }\n${images('{ image: "web:old", pushedAt: 2026-01-12T00:00:00Z }', '{ image: "web:young", pushedAt: 2026-01-14T00:00:00Z }')}steps: [{ expire: { repository: web } }]`,
    ),
  ).toEqual(['old']);
});

test('a rule on prefixes means images whose tags meet every prefix', () => {
  expect(
    expired(
      `given:\n  - repository: { name: web, lifecycle: ${policy('{ tagStatus: tagged, tagPrefixList: [dev, qa], countType: imageCountMoreThan, countNumber: 1 }')} }\n${images('{ image: "web:dev-1", tags: [qa-1] }', '{ image: "web:dev-2" }', '{ image: "web:dev-3", tags: [qa-3] }')}steps: [{ expire: { repository: web } }]`,
    ),
  ).toEqual(['dev-1+qa-1']);
});

test('a wildcard in a pattern stands for any characters and a dot for itself', () => {
  expect(
    expired(
      `given:\n  - repository: { name: web, lifecycle: ${policy('{ tagStatus: tagged, tagPatternList: ["1.*-rc"], countType: imageCountMoreThan, countNumber: 1 }')} }\n${images('{ image: "web:1.0-rc" }', '{ image: "web:1x0-rc" }', '{ image: "web:1.1-rc" }')}steps: [{ expire: { repository: web } }]`,
    ),
  ).toEqual(['1.0-rc']);
});

test('an image that meets the tags of one rule is safe from rules of lower priority', () => {
  const rules =
    '{ rules: [{ rulePriority: 2, selection: { tagStatus: any, countType: imageCountMoreThan, countNumber: 1 }, action: { type: expire } }, { rulePriority: 1, selection: { tagStatus: tagged, tagPrefixList: [prod], countType: imageCountMoreThan, countNumber: 5 }, action: { type: expire } }] }';
  expect(
    expired(
      `given:\n  - repository: { name: web, lifecycle: ${rules} }\n${images('{ image: "web:prod-1" }', '{ image: "web:dev-1" }', '{ image: "web:dev-2" }')}steps: [{ expire: { repository: web } }]`,
    ),
  ).toEqual(['dev-1']);
});

test('a run that expires nothing is recorded with empty lists', () => {
  const [only, ...more] = details(
    'given:\n  - repository: { name: web, lifecycle: { keep: 2 } }\nsteps: [{ expire: { repository: web } }]',
  );
  expect(more).toEqual([]);
  expect(only).toMatchObject({ lifecycleEventImageActions: [], lifecycleEventFailureDetails: [] });
});

test('platform manifests stay while their index lives, each with a failure in the record', () => {
  const { records, native } = emitted(
    `given:\n  - repository: { name: web, lifecycle: ${policy('{ tagStatus: untagged, countType: sinceImagePushed, countUnit: days, countNumber: 1 }')} }\nsteps: [{ push: { image: "web:1", platforms: [linux/amd64, linux/arm64] } }, { wait: 3d }, { expire: { repository: web } }]`,
  );
  const run = records.at(-1)?.serviceEventDetails as {
    lifecycleEventFailureDetails: { failureCode: string; failureReason: string }[];
  };
  expect(run.lifecycleEventFailureDetails.map(({ failureCode }) => failureCode)).toEqual([
    'ImageReferencedByManifestList',
    'ImageReferencedByManifestList',
  ]);
  expect(run.lifecycleEventFailureDetails[0]?.failureReason).toContain(String(native[2]?.detail['image-digest']));
});

test('nine images fit one record and ten give two', () => {
  const ten = Array.from({ length: 11 }, (_, index) => `{ image: "web:t${index}" }`);
  const given = (...list: readonly string[]) =>
    `given:\n  - repository: { name: web, lifecycle: { keep: 1 } }\n${images(...list)}steps: [{ expire: { repository: web } }]`;
  expect(details(given(...ten.slice(1))).map((part) => part.lifecycleEventImageActions.length)).toEqual([9]);
  expect(details(given(...ten)).map((part) => part.lifecycleEventImageActions.length)).toEqual([9, 1]);
});

test('the second run tells when the first one was', () => {
  const runs = details(
    'given:\n  - repository: { name: web, lifecycle: { keep: 2 } }\nsteps: [{ expire: { repository: web } }, { wait: 1d }, { expire: { repository: web } }]',
  );
  expect(runs.map(({ lifecycleEventPolicy }) => lifecycleEventPolicy.lastEvaluatedAt)).toEqual([
    0,
    Date.parse('2026-01-15T09:30:00Z'),
  ]);
});

test('expiring without a policy, or without a repository, ends the step in ECR’s words', () => {
  const { activity } = emitted(
    'given: [{ repository: { name: web } }]\nsteps: [{ expire: { repository: web, fails: LifecyclePolicyNotFoundException } }, { expire: { repository: nope, fails: RepositoryNotFoundException } }]',
  );
  expect(activity.failures.map(({ code }) => code)).toEqual([
    'LifecyclePolicyNotFoundException',
    'RepositoryNotFoundException',
  ]);
});

test.each([
  ['not JSON', 'nonsense'],
  ['no rules', '{}'],
  [
    'a tag status that does not exist',
    '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"some","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}',
  ],
  [
    'the same priority twice',
    '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}},{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"imageCountMoreThan","countNumber":1},"action":{"type":"expire"}}]}',
  ],
])('PutLifecyclePolicy refuses %s', (_what, text) => {
  const { errors } = emitted(
    `given: [{ repository: { name: web } }]\nsteps: [{ call: { operation: PutLifecyclePolicy, request: { repositoryName: web, lifecyclePolicyText: ${JSON.stringify(text)} }, fails: InvalidParameterException } }]`,
  );
  expect(errors).toEqual(['PutLifecyclePolicy InvalidParameterException']);
});
