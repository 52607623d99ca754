import type { Wish } from './wish.ts';
import { yamlWord } from './yaml-word.ts';

/** Something that can happen in a registry: the part of a scenario that says so. */
export interface Happening {
  /** What the scenario is called: `push`. */
  readonly name: string;
  /** A sentence, and what is to follow from it is left open. */
  readonly description: string;
  readonly given: readonly string[];
  readonly steps: readonly string[];
}

/** All that may bring a rule the event it waits for, what happens most first. */
export function happenings(wish: Wish, repository: string, tag: string): readonly Happening[] {
  const image = JSON.stringify(`${repository}:${tag}`);
  const name = yamlWord(repository);
  const there = `repository: { name: ${name} }`;
  const pushed = `image: { image: ${image} }`;
  const found = wish.severities.filter((severity) => severity !== 'TOTAL');
  const findings = found.length === 0 ? 'CRITICAL: 1, MEDIUM: 2' : found.map((one) => `${one}: 1`).join(', ');
  return [
    happening('push', 'An image is pushed', [there], [`push: { image: ${image} }`]),
    happening('delete', 'An image is deleted', [there, pushed], [`delete: { image: ${image} }`]),
    happening(
      'scan',
      'A scan finds something',
      [there, pushed],
      [`scan: { image: ${image}, findings: { ${findings} } }`],
    ),
    happening('clean-scan', 'A scan finds nothing', [there, pushed], [`scan: { image: ${image} }`]),
    happening('failed-scan', 'A scan fails', [there, pushed], [`scan: { image: ${image}, status: FAILED }`]),
    happening('create-repository', 'A repository is created', [], [`createRepository: { name: ${name} }`]),
    happening('pull', 'An image is pulled', [there, pushed], [`pull: { image: ${image} }`]),
    happening(
      'push-multi-platform',
      'An image for two platforms is pushed',
      [there],
      [`push: { image: ${image}, platforms: { linux/amd64: [846], linux/arm64: [846] } }`],
    ),
    happening(
      'expire',
      'The lifecycle policy deletes an image',
      [`repository: { name: ${name}, lifecycle: { keep: 1 } }`],
      [
        `push: { image: ${image} }`,
        'wait: 1h',
        `push: { image: ${JSON.stringify(`${repository}:${tag}-next`)} }`,
        `expire: { repository: ${name} }`,
      ],
    ),
    happening('delete-repository', 'A repository is deleted', [there], [`delete: { repository: ${name} }`]),
    happening('sign', 'An image is signed', [there, pushed], [`sign: { image: ${image} }`]),
    happening(
      'replicate',
      'An image arrives from another Region',
      [],
      [`replicate: { image: ${image}, from: { region: eu-central-1 } }`],
    ),
    happening(
      'failed-replication',
      'An image does not arrive in another Region',
      [],
      [`replicate: { image: ${image}, from: { region: eu-central-1 }, result: FAILED }`],
    ),
    happening(
      'archive',
      'An image goes to the archive',
      [`image: { image: ${image}, pushedAt: 2025-06-01T08:00:00Z }`],
      [`archive: { image: ${image} }`],
    ),
    happening(
      'restore',
      'An image comes back from the archive',
      [`image: { image: ${image}, pushedAt: 2025-06-01T08:00:00Z }`],
      [`archive: { image: ${image} }`, `restore: { image: ${image} }`, 'wait: 30m'],
    ),
    happening(
      'enhanced-scan',
      'Inspector finds something',
      [there],
      [
        'configure: { registry: { scanning: { type: ENHANCED } } }',
        `push: { image: ${image} }`,
        `scan: { image: ${image}, findings: { ${findings} } }`,
      ],
    ),
    happening(
      'pull-through-cache',
      'An image is pulled through a cache',
      ['pullThroughCacheRule: { prefix: ecr-public, upstream: public.ecr.aws }'],
      ['pull: { image: "ecr-public/docker/library/alpine:3.20" }', 'wait: 1m'],
    ),
    ...wish.eventNames.map((operation) =>
      happening(
        `call-${operation.replaceAll(/[^A-Za-z]/g, '')}`,
        `${operation.replaceAll(/[^A-Za-z]/g, '')} is called`,
        [there],
        [`call: { operation: ${yamlWord(operation)}, request: { repositoryName: ${name} } }`],
      ),
    ),
  ];
}

function happening(name: string, description: string, given: readonly string[], steps: readonly string[]): Happening {
  return { name, description, given, steps };
}
