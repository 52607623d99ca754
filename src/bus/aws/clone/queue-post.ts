import type { Message } from '@aws-sdk/client-sqs';
import { type Drain, drain } from '../../remote/drain.ts';
import { remoteProblem } from '../../remote/failure.ts';
import { letRulesIn } from '../../remote/queue-policy.ts';
import { tagsOf } from '../../remote/resource.ts';
import type { AwsStage } from '../stage.ts';

/** A queue of ours that EventBridge sends to, and that is emptied here. */
export interface Post {
  readonly arn: string;
}

/** Long enough for a consumer that is called here, and no message outlives its run by long. */
const ATTRIBUTES = { VisibilityTimeout: '120', MessageRetentionPeriod: '3600' };

/** Makes a queue that rules may send to, and empties it from then on. `lost` is told when it can no longer be read. */
export async function openPost(
  name: string,
  rules: string,
  { take, lost }: { readonly take: (message: Message) => void; readonly lost: (error: unknown) => void },
  { clients, holdings, spec, clock, leaving }: AwsStage,
): Promise<Post> {
  const sqs = await clients.open('sqs');
  const arn = `arn:aws:sqs:${spec.region}:${spec.account}:${name}`;
  const attempt = `make the queue "${name}"`;
  try {
    const { QueueUrl = '' } = await holdings.make({ kind: 'queue', name }, () =>
      sqs.createQueue({
        QueueName: name,
        Attributes: { ...ATTRIBUTES, Policy: letRulesIn(arn, rules) },
        tags: { ...tagsOf(holdings.run, clock.now()) },
      }),
    );
    const drained: Drain = drain(sqs, QueueUrl, {
      take,
      failed: (error) => lost(remoteProblem(`read the queue "${name}"`, error, spec.endpoint)),
    });
    leaving.push(() => drained.stop());
    return { arn };
  } catch (error) {
    throw remoteProblem(attempt, error, spec.endpoint);
  }
}
