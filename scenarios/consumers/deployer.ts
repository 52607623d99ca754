import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import type { EventBridgeEvent } from 'aws-lambda';

interface ImageAction {
  readonly result: string;
  readonly 'action-type': string;
  readonly 'repository-name': string;
  readonly 'image-digest'?: string;
  readonly 'image-tag'?: string;
}

const ecs = new ECSClient({});

/**
 * What this instance has deployed, by service. EventBridge delivers at least once and in any order; a new instance
 * starts empty, and then UpdateService with the same task definition changes nothing.
 */
const deployed = new Map<string, { readonly digest: string | undefined; readonly time: string }>();

/** Deploys what was pushed: the service has the repository's name, the task definition the tag's. */
export async function handler(event: EventBridgeEvent<'ECR Image Action', ImageAction>) {
  const { 'repository-name': repository, 'image-tag': tag, 'image-digest': digest } = event.detail;
  if (event.detail['action-type'] !== 'PUSH' || tag === undefined)
    return { deployed: false, why: 'nothing to deploy by' };

  const service = repository.slice(repository.lastIndexOf('/') + 1);
  const before = deployed.get(service);
  if (before !== undefined && (before.digest === digest || event.time < before.time))
    return { deployed: false, why: 'newer already' };

  await ecs.send(
    new UpdateServiceCommand({
      cluster: process.env['CLUSTER'],
      service,
      taskDefinition: `${service}-${tag.replaceAll('.', '-')}`,
    }),
  );
  // Only now: where the call fails, Lambda tries again.
  deployed.set(service, { digest, time: event.time });
  return { deployed: true, service, tag };
}
