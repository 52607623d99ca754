import type { Scene } from '../scene.ts';
import type { Input } from '../service.ts';
import { noSuchQueue, sqsFault } from './faults.ts';
import type { Queue } from './queue.ts';
import type { Queues } from './queues.ts';
import { required } from './read.ts';
import { domainOf } from '../partition.ts';

/** Finds the queue whose `QueueUrl` an input has. */
export type QueueOf = (input: Input) => Queue;

/** Reads queues out of inputs; a URL counts by its path alone, whichever endpoint it was made at. */
export function queueReader(queues: Queues, account: string): QueueOf {
  return (input) => {
    const url = required(input, 'QueueUrl');
    const [, owner, name] = /^https?:\/\/[^/]+\/(?:queue\/[a-z0-9-]+\/)?(\d{12})\/([^/?]+)\/?$/.exec(url) ?? [];
    if (owner === undefined || name === undefined) {
      throw sqsFault('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404);
    }
    if (owner !== account) throw noSuchQueue();
    return queues.named(name);
  };
}

/** The URL of a queue, at the endpoint that the caller has used. */
export function queueUrl({ name }: Queue, { account, region }: Scene, endpoint: string | undefined): string {
  return `${endpoint ?? `https://sqs.${region}.${domainOf(region)}`}/${account}/${name}`;
}
