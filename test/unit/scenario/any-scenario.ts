import fc from 'fast-check';
import type { RegistrySettings } from '../../../src/scenario/registry-settings.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Given } from '../../../src/scenario/step.ts';

type Written = Omit<Scenario, 'name' | 'file' | 'places'>;

/** Texts as people write them, and texts that YAML would take for something else. */
const text = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom(
    'true',
    'no',
    'null',
    '~',
    '1e3',
    '0x1F',
    '.inf',
    '2026-01-15',
    '<<',
    '- a',
    'a: b',
    '#',
    ' a ',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    'a\nb\n',
    'a\tb',
    "it's",
    '"',
    '\u0085',
    '\u2028',
    '\uFEFF',
    '👩‍🚀',
  ),
);
const key = text.filter((name) => name !== '__proto__');
const name = fc.stringMatching(/^[a-z][a-z0-9]{1,8}(\/[a-z]{1,4})?$/);
const tag = fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,12}$/);
const duration = fc
  .tuple(fc.integer({ min: 0, max: 999 }), fc.constantFrom('ms', 's', 'm', 'h', 'd'))
  .map(([n, unit]) => `${n}${unit}`);
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const count = fc.oneof(
  fc.nat(9),
  fc.record({ atLeast: fc.nat(3), atMost: fc.integer({ min: 3, max: 9 }) }, { requiredKeys: ['atLeast'] }),
);
const iamName = fc.stringMatching(/^[\w+=,.@-]{2,32}$/);
const size = fc.integer({ min: 1, max: 1e9 });
const layer = fc.oneof(
  size,
  fc.record({ size, digest: fc.stringMatching(/^sha256:[0-9a-f]{64}$/) }, { requiredKeys: ['size'] }),
  fc.record({ bytes: text }),
);
const json = fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }).filter(isPlain), { maxKeys: 4 });
const pattern = fc.constantFrom(
  { source: ['aws.ecr'] },
  {
    'detail-type': ['ECR Image Action'],
    detail: { 'action-type': ['PUSH'], 'image-tag': [{ prefix: 'v' }, { exists: false }] },
  },
  { $or: [{ account: ['123456789012'] }, { detail: { count: [{ numeric: ['>', 0, '<=', 5] }] } }] },
);
const identity = fc.oneof(
  fc.record(
    {
      role: iamName,
      by: fc.constantFrom('eks' as const, 'fargate' as const),
      webIdentity: fc.record({ provider: fc.constant('token.actions.githubusercontent.com'), subject: text }),
    },
    { requiredKeys: ['role'] },
  ),
  fc.record({ role: iamName, session: iamName, mfa: fc.boolean(), creationDate: instant }, { requiredKeys: ['role'] }),
  fc.record({ user: iamName, via: fc.constantFrom('cli' as const, 'console' as const) }),
  fc.constant({ root: true as const }),
  fc.constant({ service: 'inspector2.amazonaws.com' }),
  fc.constant({ invokedBy: 'AWS Internal' }),
);
const repository = fc.record(
  {
    name,
    encryption: fc.record(
      { type: fc.constantFrom('KMS' as const, 'AES256' as const), key: text },
      { requiredKeys: ['type'] },
    ),
    imageTagMutability: fc.constantFrom('MUTABLE' as const, 'IMMUTABLE' as const),
    scanOnPush: fc.boolean(),
    lifecycle: fc.record({ keep: fc.integer({ min: 1, max: 99 }), description: text }, { requiredKeys: ['keep'] }),
    policy: json,
    tags: fc.dictionary(key, text, { maxKeys: 3 }),
  },
  { requiredKeys: ['name'] },
);

/** Numbers that JSON and YAML both keep: no -0, none beyond 2^53. */
function isPlain(value: unknown): boolean {
  const numbers = JSON.stringify(value).match(/-?\d+(\.\d+)?([eE][-+]?\d+)?/g) ?? [];
  return (
    numbers.every((digits) => Number.isSafeInteger(Number(digits)) || !Number.isInteger(Number(digits))) &&
    !JSON.stringify(value).includes('__proto__') &&
    !hasMinusZero(value)
  );
}

function hasMinusZero(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasMinusZero);
  return Object.is(value, -0);
}

const settings = fc
  .tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.option(json, { nil: undefined }))
  .map(([enhanced, replicated, templated, policy]): RegistrySettings => ({
    scanning: enhanced
      ? { type: 'ENHANCED' }
      : { type: 'BASIC', rules: [{ frequency: 'SCAN_ON_PUSH', repositories: ['web*'] }] },
    ...(replicated
      ? { replication: [{ to: [{ region: 'eu-west-1', account: '111122223333' }], repositories: ['web'] }] }
      : {}),
    ...(templated ? { creationTemplates: [{ prefix: 'team', appliedFor: ['CREATE_ON_PUSH'], tags: { a: 'b' } }] } : {}),
    ...(policy === undefined ? {} : { policy }),
  }));

/** Steps on one repository that is there, in an order that makes sense: what is pulled was pushed. */
const steps = fc
  .array(
    fc.record({
      tag,
      wait: duration,
      layers: fc.array(layer, { minLength: 1, maxLength: 3 }),
      as: identity,
      request: json,
      kinds: fc.subarray([
        'wait',
        'pull',
        'scan',
        'call',
        'delete',
        'platforms',
        'sign',
        'archive',
        'replicate',
        'preview',
        'configure',
      ] as const),
      settings,
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((rounds) =>
    rounds.flatMap(({ tag: each, wait, layers, as, request, kinds, settings: configured }) => {
      const image = `web:${each}`;
      const push = kinds.includes('platforms')
        ? { image, platforms: { 'linux/amd64': layers, 'linux/arm64': layers }, attestations: true, login: true }
        : { image, layers, as, login: false };
      return [
        { push },
        ...(kinds.includes('wait') ? [{ wait }] : []),
        ...(kinds.includes('pull') ? [{ pull: { image, cached: true, login: true } }] : []),
        ...(kinds.includes('scan')
          ? [{ scan: { image, findings: { CRITICAL: 1 }, status: 'COMPLETE' as const } }]
          : []),
        ...(kinds.includes('sign') ? [{ sign: { image, login: true } }] : []),
        ...(kinds.includes('archive') ? [{ archive: { image } }, { restore: { image, as } }] : []),
        ...(kinds.includes('replicate')
          ? [{ replicate: { image, from: { region: 'eu-west-1' }, result: 'SUCCESS' as const } }]
          : []),
        ...(kinds.includes('preview') ? [{ preview: { repository: 'web', lifecycle: { keep: 3 } } }] : []),
        ...(kinds.includes('configure')
          ? [{ configure: { registry: configured } }, { configure: { repository: 'web', policy: 'none' as const } }]
          : []),
        ...(kinds.includes('call') ? [{ call: { operation: 'TagResource', request } }] : []),
        ...(kinds.includes('delete') ? [{ delete: { image } }] : []),
      ];
    }),
  );

/** Any sound scenario, as reading gives it: with its defaults filled in. */
export const anyScenario: fc.Arbitrary<Written> = fc.record(
  {
    version: fc.constant(1 as const),
    description: text,
    account: fc.stringMatching(/^\d{12}$/),
    region: fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1', 'cn-north-1'),
    start: instant,
    seed: fc.oneof(fc.nat(), text),
    profile: fc.constantFrom('observed' as const, 'documented' as const),
    as: identity,
    options: fc.record({ apiEventVersion: fc.constant('1.10'), expiryEmitsDelete: fc.boolean() }, { requiredKeys: [] }),
    given: fc
      .tuple(repository, settings)
      .map(([other, registry]): Given[] => [
        { registry },
        { pullThroughCacheRule: { prefix: 'hub', upstream: 'public.ecr.aws' } },
        { repository: { name: 'web' } },
        ...(other.name === 'web' ? [] : [{ repository: other }]),
        { image: { image: 'web:given', tags: ['also'], pushedAt: '2019-12-31T00:00:00Z' } },
      ]),
    steps,
    noise: fc.record({
      perMinute: fc.integer({ min: 1, max: 60 }),
      atMost: fc.integer({ min: 1, max: 99 }),
      onBus: fc.boolean(),
    }),
    delivery: fc.record({
      latency: fc.record({ native: duration, cloudtrail: duration }, { requiredKeys: [] }),
      faults: fc.array(
        fc.oneof(
          fc.record({
            duplicate: fc.record({ chance: fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs), after: duration }),
          }),
          fc.record({ reorder: fc.record({ within: duration, only: pattern }) }),
          fc.record({ drop: fc.record({ chance: fc.constant(1) }) }),
        ),
        { maxLength: 2 },
      ),
    }),
    expect: fc.array(
      fc.oneof(
        fc.record({
          cloudtrail: fc.record({ inOrder: fc.array(text, { minLength: 1, maxLength: 3 }), pattern, times: count }),
        }),
        fc.record({
          event: fc.record({
            pattern,
            times: count,
            managementEvents: fc.constantFrom('enabled' as const, 'all' as const),
          }),
        }),
        fc.record({
          consumer: text,
          invoked: count,
          returned: json,
          threw: fc.oneof(fc.boolean(), text),
          within: duration,
        }),
      ),
      { maxLength: 3 },
    ),
  },
  {
    requiredKeys: [
      'version',
      'description',
      'account',
      'region',
      'start',
      'seed',
      'as',
      'options',
      'given',
      'steps',
      'delivery',
      'expect',
    ],
  },
);
