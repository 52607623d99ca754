import type { WrittenScenario } from '../scenario/written.ts';

/** A flow by name: what happens, and which of its events is meant unless another is asked for. */
export interface Flow {
  /** What it tells of, in a few words. */
  readonly summary: string;
  readonly scenario: WrittenScenario;
  /** Over the events of the scenario, the last that matches is meant. */
  readonly event: Readonly<Record<string, unknown>>;
}

const WEB = { repository: { name: 'web' } } as const;
const IMAGE = 'web:1.4.2';

function native(action: string): Flow['event'] {
  return { 'detail-type': ['ECR Image Action'], detail: { 'action-type': [action] } };
}

function viaCloudTrail(eventName: string): Flow['event'] {
  return { 'detail-type': [{ suffix: 'via CloudTrail' }], detail: { eventName: [eventName] } };
}

const SCAN: Flow['event'] = { 'detail-type': ['ECR Image Scan'] };

/** Everything that `ecreplay trigger` can tell of without a scenario file. */
export const FLOWS = {
  push: {
    summary: 'an image is pushed under a tag',
    scenario: { given: [WEB], steps: [{ push: { image: IMAGE } }] },
    event: native('PUSH'),
  },
  'push-untagged': {
    summary: 'an image is pushed by its digest alone, so that there is no image-tag',
    scenario: { given: [WEB], steps: [{ push: { image: 'web' } }] },
    event: native('PUSH'),
  },
  'push-multi-arch': {
    summary: 'an index for two platforms is pushed: the last event has the tag, those of the platforms have none',
    scenario: { given: [WEB], steps: [{ push: { image: IMAGE, platforms: ['linux/amd64', 'linux/arm64'] } }] },
    event: native('PUSH'),
  },
  'push-recorded': {
    summary: 'the PutImage call behind a push, via CloudTrail',
    scenario: { given: [WEB], steps: [{ push: { image: IMAGE } }] },
    event: viaCloudTrail('PutImage'),
  },
  'push-refused': {
    summary: 'a push to an immutable tag, via CloudTrail with its errorCode; there is no native event of it',
    scenario: {
      given: [{ repository: { name: 'web', imageTagMutability: 'IMMUTABLE' } }, { image: { image: IMAGE } }],
      steps: [{ push: { image: IMAGE, layers: [846], fails: 'ImageTagAlreadyExistsException' } }],
    },
    event: viaCloudTrail('PutImage'),
  },
  delete: {
    summary: 'an image is deleted',
    scenario: { given: [WEB, { image: { image: IMAGE } }], steps: [{ delete: { image: IMAGE } }] },
    event: native('DELETE'),
  },
  'create-repository': {
    summary: 'a repository is created, via CloudTrail',
    scenario: { steps: [{ createRepository: { name: 'web' } }] },
    event: viaCloudTrail('CreateRepository'),
  },
  scan: {
    summary: 'a basic scan ends and finds nothing: finding-severity-counts is empty',
    scenario: { given: [WEB], steps: [{ push: { image: IMAGE } }, { scan: { image: IMAGE } }] },
    event: SCAN,
  },
  'scan-findings': {
    summary: 'a basic scan ends and finds one critical vulnerability and nine of medium severity',
    scenario: {
      given: [WEB],
      steps: [{ push: { image: IMAGE } }, { scan: { image: IMAGE, findings: { CRITICAL: 1, MEDIUM: 9 } } }],
    },
    event: SCAN,
  },
  'scan-failed': {
    summary: 'a basic scan fails',
    scenario: { given: [WEB], steps: [{ push: { image: IMAGE } }, { scan: { image: IMAGE, status: 'FAILED' } }] },
    event: SCAN,
  },
  'enhanced-scan': {
    summary: "Inspector's first scan of an image ends",
    scenario: {
      given: [WEB],
      steps: [
        { configure: { registry: { scanning: { type: 'ENHANCED' } } } },
        { push: { image: IMAGE } },
        { scan: { image: IMAGE, findings: { CRITICAL: 1, LOW: 2 } } },
      ],
    },
    event: { 'detail-type': ['Inspector2 Scan'] },
  },
  finding: {
    summary: 'Inspector finds a vulnerability',
    scenario: {
      given: [WEB],
      steps: [
        { configure: { registry: { scanning: { type: 'ENHANCED' } } } },
        { push: { image: IMAGE } },
        { scan: { image: IMAGE, findings: { CRITICAL: 1 }, vulnerabilities: ['CVE-2021-44228'] } },
      ],
    },
    event: { 'detail-type': ['Inspector2 Finding'] },
  },
  'pull-through': {
    summary: 'an image of another registry is kept through a cache rule',
    scenario: {
      given: [{ pullThroughCacheRule: { prefix: 'ecr-public', upstream: 'public.ecr.aws' } }],
      steps: [{ pull: { image: 'ecr-public/docker/library/alpine:3.20' } }],
    },
    event: { 'detail-type': ['ECR Pull Through Cache Action'] },
  },
  replicate: {
    summary: 'an image arrives from another Region',
    scenario: { steps: [{ replicate: { image: IMAGE, from: { region: 'eu-central-1' } } }] },
    event: { 'detail-type': ['ECR Replication Action'] },
  },
  archive: {
    summary: 'an image goes to the archive',
    scenario: { given: [{ image: { image: IMAGE } }], steps: [{ archive: { image: IMAGE } }] },
    event: native('UPDATE_STORAGE_CLASS'),
  },
  sign: {
    summary: 'a signature is pushed that refers to an image',
    scenario: { given: [WEB], steps: [{ push: { image: IMAGE } }, { sign: { image: IMAGE } }] },
    event: { 'detail-type': ['ECR Referrer Action'] },
  },
} as const satisfies Readonly<Record<string, Flow>>;
