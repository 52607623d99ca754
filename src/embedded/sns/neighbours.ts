import type { ResourcePolicy } from '../policy/permissions.ts';
import type { Outgoing } from '../sqs/message.ts';

type PolicyOf = (arn: string) => ResourcePolicy | undefined;

/** The services that topics deliver to, as far as topics know them. One that is not there refuses, as if nothing of the name existed. */
export interface Neighbours {
  readonly queues: { readonly policyOf?: PolicyOf; send(arn: string, outgoing: Outgoing): unknown };
  readonly functions?: {
    readonly policyOf?: PolicyOf;
    invoke(arn: string, payload: string, how: { readonly type: 'Event' }): Promise<unknown>;
  };
  readonly deliveryStreams?: { put(arn: string, data: Uint8Array): unknown };
}

/** Posts to an HTTP endpoint and gives the status, or throws where nobody answers. */
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<number>;
