import type { Names } from './names.ts';
import { type Situation, situation, type Where, type Written } from './situation.ts';

/** A list of what can happen to somebody who listens to a registry, the plainest first. */
export function situationsFor(names: Names, where: Where): readonly Situation[] {
  return Object.entries(written(names)).map(([name, parts]) => situation(name, parts, where));
}

const DAY = 'T08:00:00Z';
const OPAQUE = `sha256:${'0123456789abcdef'.repeat(4)}`;
const TWO = { 'linux/amd64': [43252507, 846], 'linux/arm64': [41110021, 846] };
const ALL = { CRITICAL: 1, HIGH: 2, MEDIUM: 3, LOW: 4, INFORMATIONAL: 5, UNDEFINED: 6 };
const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"ecr:BatchGetImage"}]}';

function written({ repository, tag }: Names): Readonly<Record<string, Written>> {
  const image = `${repository}:${tag}`;
  const other = `${repository}:${tag === '1.4.3' ? '1.4.4' : '1.4.3'}`;
  const there = { repository: { name: repository } };
  const pushed = { image: { image, pushedAt: `2025-06-01${DAY}` } };
  const nested = 'team/backend/web';
  const long = `${'platform-engineering/'.repeat(5)}web-frontend`;
  return {
    push: { words: 'An image is pushed', given: [there], steps: [{ push: { image } }] },
    'push-without-tag': {
      words: 'An image is pushed by its digest, without a tag',
      given: [there],
      steps: [{ push: { image: repository } }],
    },
    'push-for-platforms': {
      words: 'An image for two platforms is pushed',
      given: [there],
      steps: [{ push: { image, platforms: TWO, attestations: true } }],
    },
    'push-twice': {
      words: 'Two images are pushed, one after the other',
      given: [there],
      steps: [{ push: { image } }, { wait: '1m' }, { push: { image: other, layers: [846] } }],
    },
    'push-again': {
      words: 'A tag is moved to a new image',
      given: [there],
      steps: [{ push: { image } }, { wait: '1m' }, { push: { image, layers: [847] } }],
    },
    'push-at-once': {
      words: 'Two images are pushed in one moment',
      given: [there],
      steps: [{ push: { image } }, { push: { image: other, layers: [846] } }],
    },
    delete: { words: 'An image is deleted', given: [pushed], steps: [{ delete: { image } }] },
    'push-and-delete': {
      words: 'An image is pushed, and deleted again',
      given: [there],
      steps: [{ push: { image } }, { wait: '1m' }, { delete: { image } }],
    },
    'delete-untagged': {
      words: 'An image without a tag is deleted',
      given: [{ image: { image: `${repository}@${OPAQUE}` } }],
      steps: [{ delete: { image: `${repository}@${OPAQUE}` } }],
    },
    'archive-and-restore': {
      words: 'An image is archived, and restored',
      given: [pushed],
      steps: [{ archive: { image } }, { restore: { image } }, { wait: '1h' }],
    },
    scan: {
      words: 'A scan finds something of every severity',
      given: [pushed],
      steps: [{ scan: { image, findings: ALL } }],
    },
    'scan-without-findings': {
      words: 'A scan finds nothing',
      given: [pushed],
      steps: [{ scan: { image, findings: {} } }],
    },
    'scan-low': {
      words: 'A scan finds something of no weight',
      given: [pushed],
      steps: [{ scan: { image, findings: { LOW: 1 } } }],
    },
    'scan-failed': { words: 'A scan fails', given: [pushed], steps: [{ scan: { image, status: 'FAILED' } }] },
    'scan-untagged': {
      words: 'An image without a tag is scanned',
      given: [{ image: { image: `${repository}@${OPAQUE}` } }],
      steps: [{ scan: { image: `${repository}@${OPAQUE}`, findings: ALL } }],
    },
    'scan-many-tags': {
      words: 'An image with several tags is scanned',
      given: [{ image: { image, tags: ['latest', 'stable'] } }],
      steps: [{ scan: { image, findings: ALL } }],
    },
    'scan-twice': {
      words: 'An image is scanned, and scanned again with another result',
      given: [pushed],
      steps: [{ scan: { image, findings: ALL } }, { wait: '1m' }, { scan: { image, findings: {} } }],
    },
    'enhanced-scan': {
      words: 'Inspector scans an image',
      given: [pushed, { registry: { scanning: { type: 'ENHANCED' } } }],
      steps: [{ scan: { image, findings: { CRITICAL: 1, LOW: 2 }, vulnerabilities: ['CVE-2021-44228'] } }],
    },
    'nested-push': {
      words: 'An image is pushed to a repository with slashes in its name',
      given: [{ repository: { name: nested } }],
      steps: [{ push: { image: `${nested}:${tag}` } }],
    },
    'nested-scan': {
      words: 'An image in a repository with slashes in its name is scanned',
      given: [{ image: { image: `${nested}:${tag}` } }],
      steps: [{ scan: { image: `${nested}:${tag}`, findings: ALL } }],
    },
    'long-push': {
      words: 'An image is pushed whose names are long',
      given: [{ repository: { name: long } }],
      steps: [{ push: { image: `${long}:${'release-candidate-'.repeat(3)}1` } }],
    },
    'create-repository': {
      words: 'A repository is created',
      steps: [{ createRepository: { name: repository } }],
    },
    'create-denied': {
      words: 'Somebody may not create a repository',
      steps: [{ createRepository: { name: repository, fails: 'AccessDenied' } }],
    },
    'create-again': {
      words: 'A repository is created that is there already',
      given: [there],
      steps: [{ createRepository: { name: repository, fails: 'RepositoryAlreadyExistsException' } }],
    },
    'set-policy': {
      words: 'The policy of a repository is set',
      given: [there],
      steps: [
        { call: { operation: 'SetRepositoryPolicy', request: { repositoryName: repository, policyText: POLICY } } },
      ],
    },
    'delete-repository': {
      words: 'A repository is deleted',
      given: [there],
      steps: [{ delete: { repository } }],
    },
    expire: {
      words: 'A lifecycle policy expires an image',
      given: [
        { repository: { name: repository, lifecycle: { keep: 1 } } },
        { image: { image, pushedAt: `2025-06-01${DAY}` } },
        { image: { image: other, layers: [846], pushedAt: `2025-06-02${DAY}` } },
      ],
      steps: [{ expire: { repository } }],
    },
    'push-refused': {
      words: 'A push to an immutable tag is refused',
      given: [
        { repository: { name: repository, imageTagMutability: 'IMMUTABLE' } },
        { image: { image, layers: [845] } },
      ],
      steps: [{ push: { image, layers: [845, 846], fails: 'ImageTagAlreadyExistsException' } }],
    },
    'push-unchanged': {
      words: 'What is there already is pushed again',
      given: [there, { image: { image, layers: [845] } }],
      steps: [{ push: { image, layers: [845], fails: 'ImageAlreadyExistsException' } }],
    },
    'push-denied': {
      words: 'Somebody may not push',
      given: [there],
      steps: [{ push: { image, fails: 'AccessDenied' } }],
    },
    'delete-what-is-gone': {
      words: 'An image is deleted that is not there',
      given: [there],
      steps: [
        {
          call: {
            operation: 'BatchDeleteImage',
            request: { repositoryName: repository, imageIds: [{ imageTag: tag }] },
          },
        },
      ],
    },
    pull: { words: 'An image is pulled', given: [pushed], steps: [{ pull: { image } }] },
    'pull-through-cache': {
      words: 'The pull-through cache fetches an image',
      as: { role: 'NodeInstanceRole', by: 'eks' },
      given: [{ pullThroughCacheRule: { prefix: 'ecr-public', upstream: 'public.ecr.aws' } }],
      steps: [{ pull: { image: 'ecr-public/docker/library/alpine:3.20' } }, { wait: '1m' }],
    },
    replicate: {
      words: 'An image arrives from another Region',
      steps: [{ replicate: { image, from: { region: 'eu-central-1' } } }],
    },
    sign: {
      words: 'An image is signed',
      given: [pushed],
      steps: [{ sign: { image } }],
    },
    'scanning-changes': {
      words: 'The registry changes to enhanced scanning',
      given: [there],
      steps: [{ configure: { registry: { scanning: { type: 'ENHANCED' } } } }],
    },
    'push-by-root': { words: 'The root user pushes', as: { root: true }, given: [there], steps: [{ push: { image } }] },
    'push-by-user': {
      words: 'A user pushes',
      as: { user: 'mary.major' },
      given: [there],
      steps: [{ push: { image } }],
    },
    hours: {
      words: 'An image is pushed, and hours pass',
      given: [there],
      steps: [{ push: { image } }, { wait: '2h' }],
    },
  };
}
