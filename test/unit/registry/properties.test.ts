import fc from 'fast-check';
import { expect, test } from 'vitest';
import { act } from '../../../src/registry/act.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Step } from '../../../src/scenario/step.ts';
import { emissionsOf } from '../emitted.ts';
import { seeded } from '../../../src/random.ts';

const repository = fc.constantFrom('web', 'team/app');
const tag = fc.constantFrom('1', '2', 'latest');
const image = fc.tuple(repository, tag).map(([name, each]) => `${name}:${each}`);
const layers = fc.array(fc.integer({ min: 1, max: 30_000_000 }), { minLength: 1, maxLength: 4 });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ createRepository: fc.record({ name: repository, login: fc.boolean() }) }),
  fc.record({
    push: fc.oneof(
      fc.record({ image, layers, login: fc.boolean() }),
      fc.record({ image, login: fc.boolean() }),
      fc.record({ image, platforms: fc.constant<string[]>(['linux/amd64', 'linux/arm64']), login: fc.boolean() }),
    ),
  }),
  fc.record({ pull: fc.record({ image, login: fc.boolean() }) }),
  fc.record({
    scan: fc.record({
      image,
      findings: fc.constant({ HIGH: 2 }),
      status: fc.constantFrom('COMPLETE' as const, 'FAILED' as const),
    }),
  }),
  fc.record({ expire: fc.record({ repository }) }),
  fc.record({ delete: fc.oneof(fc.record({ image }), fc.record({ repository, force: fc.boolean() })) }),
  fc.record({ wait: fc.constantFrom('30s', '1h', '2d') }),
);

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 12 }),
    seed: fc.integer({ min: 0 }),
    kms: fc.boolean(),
    scanOnPush: fc.boolean(),
    mutability: fc.constantFrom('MUTABLE' as const, 'IMMUTABLE' as const),
  })
  .map(({ steps, seed, kms, scanOnPush, mutability }) => ({
    name: 'any',
    file: 'any.yaml',
    version: 1,
    description: 'Any steps at all.',
    account: '123456789012',
    region: 'us-east-1',
    start: '2026-01-15T09:30:00Z',
    seed,
    as: { user: 'alice' },
    options: {},
    given: [
      {
        repository: {
          name: 'web',
          scanOnPush,
          imageTagMutability: mutability,
          lifecycle: { keep: 1 },
          ...(kms ? { encryption: { type: 'KMS' as const } } : {}),
        },
      },
    ],
    steps,
    delivery: { latency: {}, faults: [] },
    expect: [],
    places: {},
  }));

test('times never go backwards in an activity, and nothing ends before it began', () => {
  fc.assert(
    fc.property(scenario, (any) => {
      const { happenings } = act(any);
      for (const [index, happening] of happenings.entries()) {
        expect(happening.index).toBe(index);
        expect(happening.ended).toBeGreaterThanOrEqual(happening.at);
        if (index > 0) expect(happening.at).toBeGreaterThanOrEqual(happenings[index - 1]!.at);
      }
    }),
  );
});

test('every digest that an event names was pushed before', () => {
  fc.assert(
    fc.property(scenario, (any) => {
      const pushed = new Set<unknown>();
      for (const { detail } of emissionsOf(any).native) {
        if (detail['action-type'] === 'PUSH') pushed.add(detail['image-digest']);
        else expect(pushed).toContain(detail['image-digest']);
      }
    }),
  );
});

test('the same seed gives the same bytes, and another seed gives others', () => {
  fc.assert(
    fc.property(scenario, (any) => {
      const bytes = (of: Scenario) =>
        emissionsOf(of)
          .emissions.map(({ text }) => text)
          .join('\n');
      expect(bytes(any)).toBe(bytes(structuredClone(any)));
      const other = bytes({ ...any, seed: 'another' });
      // Steps that fail before anything happens leave no bytes to differ.
      if (other !== '') expect(other).not.toBe(bytes(any));
    }),
    { numRuns: 50 },
  );
});

test('the tags of a registry and the images they name agree with the events, whatever happened', () => {
  fc.assert(
    fc.property(scenario, (any) => {
      const live = new Map<string, string>();
      const listed = act({
        ...any,
        options: { untaggingEmitsDelete: true },
        steps: [...any.steps, { call: { operation: 'ListImages', request: { repositoryName: 'web' } } }],
      });
      for (const happening of listed.happenings) {
        for (const change of happening.changes) {
          if (change.kind !== 'image-pushed' && change.kind !== 'image-deleted') continue;
          if (change.repository !== 'web' || change.tag === undefined) continue;
          if (change.kind === 'image-pushed') live.set(change.tag, change.digest);
          if (change.kind === 'image-deleted' && live.get(change.tag) === change.digest) live.delete(change.tag);
        }
      }
      const last = listed.happenings.findLast(
        (happening) => happening.kind === 'call' && happening.operation === 'ListImages',
      );
      if (last?.kind !== 'call' || last.response === undefined) return;
      const ids = last.response['imageIds'] as unknown as { imageDigest: string; imageTag?: string }[];
      const tags = new Map(
        ids.flatMap(({ imageTag, imageDigest }) => (imageTag === undefined ? [] : [[imageTag, imageDigest] as const])),
      );
      // A forced deletion of the repository takes images away without events (option repositoryDeletionEmitsDelete).
      if (
        !listed.happenings.some(
          (happening) =>
            happening.kind === 'call' && happening.operation === 'DeleteRepository' && happening.failure === undefined,
        )
      )
        expect(tags).toEqual(live);
    }),
  );
});

test('the random source gives version 4 UUIDs and keeps forks apart', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, label) => {
      const one = seeded(seed);
      expect(one.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const drawn = seeded(seed).fork(label);
      const undisturbed = drawn.hex(16);
      const disturbed = seeded(seed);
      disturbed.uint32();
      expect(disturbed.fork(label).hex(16)).toBe(undisturbed);
    }),
  );
});
