import fc from 'fast-check';
import type { IdentityInput } from '../../../src/scenario/identity.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Step } from '../../../src/scenario/step.ts';

const identity: fc.Arbitrary<IdentityInput> = fc.constantFrom(
  { role: 'ci-pusher', session: 'github-actions' },
  { role: 'deployer', session: 'run-7', via: 'sdk' as const, sourceIPAddress: '198.51.100.7' },
  { user: 'mary.major', mfa: true },
  { user: 'ops', via: 'console' as const },
  { role: 'Node', by: 'eks' as const },
  {
    role: 'web',
    webIdentity: { provider: 'token.actions.githubusercontent.com', subject: 'repo:example/web:ref:refs/heads/main' },
  },
  { root: true as const },
  { service: 'inspector2.amazonaws.com' },
);
const repository = fc.constantFrom('web', 'team/api', 'sealed', 'missing');
const tag = fc.constantFrom('1.0', '1.1', 'latest');
const layers = fc.array(fc.constantFrom(846, 1_048_576, 43_252_507), { minLength: 1, maxLength: 2 });
const image = fc.tuple(repository, tag).map(([name, each]) => `${name}:${each}`);
const who = fc.option(identity, { nil: undefined }).map((as) => (as === undefined ? {} : { as }));

const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ image, layers, as: who, login: fc.boolean() })
    .map(({ as, ...push }): Step => ({ push: { ...push, ...as } })),
  fc.record({ image, as: who }).map((push): Step => ({
    push: { image: push.image, platforms: ['linux/amd64', 'linux/arm64'], attestations: true, login: true, ...push.as },
  })),
  fc
    .record({ image, as: who })
    .map((push): Step => ({ push: { image: push.image, interrupted: true, login: true, ...push.as } })),
  fc.record({ image, as: who }).map((pull): Step => ({ pull: { image: pull.image, login: true, ...pull.as } })),
  fc
    .record({ image, as: who })
    .map((pull): Step => ({ pull: { image: pull.image, cached: true, login: false, ...pull.as } })),
  image.map((each): Step => ({ scan: { image: each, status: 'COMPLETE', findings: { HIGH: 2 } } })),
  fc.record({ image, as: who }).map((each): Step => ({ delete: { image: each.image, ...each.as } })),
  repository.map((name): Step => ({ delete: { repository: name, force: true } })),
  fc.record({ name: repository, as: who }).map((each): Step => ({
    createRepository: { name: each.name, scanOnPush: true, login: true, ...each.as },
  })),
  image.map((each): Step => ({ archive: { image: each } })),
  image.map((each): Step => ({ restore: { image: each } })),
  image.map((each): Step => ({ sign: { image: each, login: true } })),
  repository.map((name): Step => ({ configure: { repository: name, lifecycle: { keep: 1 } } })),
  repository.map((name): Step => ({ expire: { repository: name } })),
  repository.map((name): Step => ({ preview: { repository: name, lifecycle: { keep: 1 } } })),
  image.map((each): Step => ({ replicate: { image: each, from: { region: 'eu-west-1' }, result: 'SUCCESS' } })),
  repository.map((name): Step => ({ call: { operation: 'DescribeImages', request: { repositoryName: name } } })),
  fc.constantFrom<Step[]>({ wait: '3s' }, { wait: '2h' }, { wait: '13h' }),
);

/** Any sequence of steps that a registry can act out, well or badly: some repositories are there, some encrypted, one is not. */
export const drawnScenario: fc.Arbitrary<Scenario> = fc
  .record({ steps: fc.array(step, { minLength: 1, maxLength: 5 }), as: identity, seed: fc.nat(999) })
  .map(({ steps, as, seed }) => ({
    name: 'drawn',
    file: 'drawn.yaml',
    version: 1,
    description: 'Whatever was drawn.',
    account: '111122223333',
    region: 'us-east-2',
    start: '2026-01-15T09:30:00Z',
    seed,
    as,
    options: {},
    given: [
      { repository: { name: 'web' } },
      { repository: { name: 'sealed', encryption: { type: 'KMS' }, imageTagMutability: 'IMMUTABLE' } },
      { image: { image: 'team/api:1.0' } },
    ],
    steps,
    delivery: { latency: {}, faults: [] },
    expect: [],
    places: {},
  }));
