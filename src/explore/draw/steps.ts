import type { Step } from '../../scenario/step.ts';
import { type Ground, TAGS } from './ground.ts';
import type { Lot } from './draft.ts';

const ACTION = 'ECR Image Action';
const SCAN = 'ECR Image Scan';
const CALL = 'AWS API Call via CloudTrail';
const SERVICE = 'AWS Service Event via CloudTrail';

/** A kind of step: how often it is drawn beside others, what it makes AWS say, and how it is worded. */
interface Kind {
  readonly weight: number;
  readonly shows: readonly string[];
  /** One step or more, or nothing where there is nothing that it could be about. */
  draw(ground: Ground, lot: Lot): readonly Step[];
}

const FINDINGS = [
  {},
  { CRITICAL: 1, HIGH: 2 },
  { LOW: 3 },
  { CRITICAL: 1, HIGH: 1, MEDIUM: 1, LOW: 1, INFORMATIONAL: 1, UNDEFINED: 1 },
] as const;
const REFUSALS = ['AccessDenied', 'ThrottlingException', 'ServerException'] as const;

/** The kinds of steps by name, the plainest first: a draw is shrunk towards it. */
export const KINDS = {
  push: {
    weight: 6,
    shows: [ACTION, CALL],
    draw: (ground, [, where, what]) => [{ push: { image: tagged(ground, where, what), login: true } }],
  },
  'push other content': {
    weight: 2,
    shows: [ACTION, CALL],
    draw: (ground, [, where, what]) => [
      { push: { image: tagged(ground, where, what), layers: ground.newLayers(), login: true } },
    ],
  },
  retag: {
    weight: 2,
    shows: [ACTION, CALL],
    draw: (ground, [, where, what, how]) => {
      const layers = ground.newLayers();
      return [
        { push: { image: tagged(ground, where, what), layers, login: true } },
        { push: { image: tagged(ground, where, what + 1 + (how % 2)), layers, login: true } },
      ];
    },
  },
  'push without a tag': {
    weight: 3,
    shows: [ACTION, CALL],
    draw: (ground, [, where]) => [{ push: { image: ground.repository(where), login: true } }],
  },
  'push for several platforms': {
    weight: 3,
    shows: [ACTION, CALL],
    draw: (ground, [, where, what, how]) => [
      {
        push: {
          image: tagged(ground, where, what),
          platforms: ['linux/amd64', 'linux/arm64'],
          ...(how % 4 === 3 && { attestations: true }),
          login: true,
        },
      },
    ],
  },
  delete: {
    weight: 3,
    shows: [ACTION, CALL],
    draw: (ground, [, where, what]) => {
      const image = ground.image(where, what);
      ground.gone(image);
      return [{ delete: { image } }];
    },
  },
  scan: {
    weight: 5,
    shows: [SCAN, CALL],
    draw: (ground, [, where, what, how]) => [
      {
        scan: {
          image: ground.image(where, what),
          findings: FINDINGS[how % FINDINGS.length]!,
          status: 'COMPLETE',
        },
      },
    ],
  },
  'failed scan': {
    weight: 2,
    shows: [SCAN, CALL],
    draw: (ground, [, where, what]) => [{ scan: { image: ground.image(where, what), status: 'FAILED' } }],
  },
  'scan of an image with several tags or none': {
    weight: 2,
    shows: [SCAN, CALL],
    draw: (ground, [, where, what, how]) => {
      const repository = ground.repository(where);
      if (how % 2 === 1) {
        const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
        const image = `${repository}@${digest}`;
        ground.give(image, { image: { image } });
        return [{ scan: { image, findings: FINDINGS[what % FINDINGS.length]!, status: 'COMPLETE' } }];
      }
      const image = `${repository}:several`;
      ground.give(image, { image: { image, tags: ['stable', 'v9'] } });
      return [{ scan: { image, findings: FINDINGS[what % FINDINGS.length]!, status: 'COMPLETE' } }];
    },
  },
  'enhanced scan': {
    weight: 2,
    shows: ['Inspector2 Scan', 'Inspector2 Finding', 'Inspector2 Coverage', CALL],
    draw: (ground, [, where, what, how]) => {
      ground.give('enhanced', { registry: { scanning: { type: 'ENHANCED' } } });
      return [
        { scan: { image: ground.image(where, what), findings: FINDINGS[how % FINDINGS.length]!, status: 'COMPLETE' } },
      ];
    },
  },
  archive: {
    weight: 2,
    shows: [ACTION, CALL],
    draw: (ground, [, where, what]) => {
      const image = ground.image(where, what);
      ground.archive(image);
      return [{ archive: { image } }];
    },
  },
  restore: {
    weight: 2,
    shows: [ACTION, CALL],
    draw: (ground, [, where, what]) => {
      const archived = ground.archived(what);
      const image = archived ?? ground.image(where, what);
      ground.restored(image);
      return [...(archived === undefined ? [{ archive: { image } }] : []), { restore: { image } }];
    },
  },
  referrer: {
    weight: 2,
    shows: ['ECR Referrer Action', CALL],
    draw: (ground, [, where, what, how]) => {
      const image = ground.image(where, what);
      return [
        how % 2 === 0
          ? { push: { image: image.slice(0, image.lastIndexOf(':')), subject: image, login: true } }
          : { sign: { image, login: true } },
      ];
    },
  },
  'pull through': {
    weight: 2,
    shows: ['ECR Pull Through Cache Action', CALL, SERVICE],
    draw: (ground, [, , what, how]) => {
      ground.give('hub', { pullThroughCacheRule: { prefix: 'hub', upstream: 'public.ecr.aws' } });
      const name = how % 2 === 0 ? 'alpine' : 'library/alpine';
      return [{ pull: { image: `hub/${name}:3.${what % 3}`, login: true } }];
    },
  },
  replicate: {
    weight: 2,
    shows: ['ECR Replication Action'],
    draw: (_ground, [, , what, how]) => [
      {
        replicate: {
          image: `mirror:${TAGS[what % TAGS.length]!}`,
          from: { region: 'eu-central-1' },
          result: how % 4 === 3 ? 'FAILED' : 'SUCCESS',
        },
      },
    ],
  },
  expire: {
    weight: 2,
    shows: [ACTION, SERVICE],
    draw: (ground, [, , what]) => {
      const repository = 'kept';
      ground.settle(repository, { repository: { name: repository, lifecycle: { keep: 1 } } });
      ground.give(`${repository}:old`, {
        image: { image: `${repository}:old`, ...(what % 2 === 1 && { tags: ['older'] }) },
      });
      ground.give(`${repository}:new`, { image: { image: `${repository}:new` } });
      return [{ expire: { repository } }];
    },
  },
  'scanning settings': {
    weight: 1,
    shows: ['ECR Scan Resource Change', CALL],
    draw: (ground, [, where]) => {
      ground.repository(where);
      return [{ configure: { registry: { scanning: { type: 'ENHANCED' } } } }];
    },
  },
  'refused push': {
    weight: 2,
    shows: [CALL],
    draw: (ground, [, where, what, how]) => [
      {
        push: {
          image: `${ground.repository(where)}:${TAGS[what % TAGS.length]!}`,
          login: true,
          fails: REFUSALS[how % REFUSALS.length]!,
          ...(how % 2 === 1 && { failsAt: 'PutImage' }),
        },
      },
    ],
  },
  'deletion that fails in part': {
    weight: 1,
    shows: [CALL],
    draw: (ground, [, where, what]) => [
      {
        call: {
          operation: 'BatchDeleteImage',
          request: {
            repositoryName: ground.repository(where),
            imageIds: [{ imageTag: `never-${what % 3}` }],
          },
        },
      },
    ],
  },
  pull: {
    weight: 1,
    shows: [CALL],
    draw: (ground, [, where, what]) => [{ pull: { image: ground.image(where, what), login: true } }],
  },
  'create a repository': {
    weight: 1,
    shows: [CALL],
    draw: (_ground, [, , what]) => [{ createRepository: { name: `team/new-${what % 3}`, login: true } }],
  },
  'delete a repository': {
    weight: 1,
    shows: [CALL],
    draw: (ground, [, where]) => {
      const repository = ground.repository(where);
      ground.emptied(repository);
      return [{ delete: { repository, force: true } }];
    },
  },
  wait: {
    weight: 1,
    shows: [],
    draw: (_ground, [, , what]) => [{ wait: ['1m', '1h', '1d'][what % 3]! }],
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** The name of a kind of step. */
export type KindName = keyof typeof KINDS;

function tagged(ground: Ground, where: number, what: number): string {
  return ground.pushed(ground.repository(where), TAGS[what % TAGS.length]!);
}
