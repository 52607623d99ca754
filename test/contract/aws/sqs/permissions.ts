import { AddPermissionCommand, RemovePermissionCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue, type Queue } from '../queue.ts';
import { attributesOf } from './attributes-of.ts';

const OTHER = '444455556666';

async function statementsOf(aws: Account, queue: Queue): Promise<unknown> {
  const { Policy } = await attributesOf(aws, queue);
  return Policy === undefined ? [] : (JSON.parse(Policy) as { Statement: unknown }).Statement;
}

function permit({ sqs }: Account, { url }: Queue, Actions: string[]) {
  return sqs.send(new AddPermissionCommand({ QueueUrl: url, Label: 'deployers', AWSAccountIds: [OTHER], Actions }));
}

/** What queues promise of permissions given to other accounts. */
export const PERMISSIONS: Promises = {
  'a permission is a statement of the policy, until it is taken back': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    await permit(aws, queue, ['SendMessage', 'ReceiveMessage']);
    expect(await statementsOf(aws, queue)).toEqual([
      {
        Sid: 'deployers',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
        Action: ['SQS:SendMessage', 'SQS:ReceiveMessage'],
        Resource: queue.arn,
      },
    ]);
    await aws.sqs.send(new RemovePermissionCommand({ QueueUrl: queue.url, Label: 'deployers' }));
    expect(await statementsOf(aws, queue)).toEqual([]);
  },

  'a permission is given once, and only for what others may be permitted': async (aws) => {
    const queue = await makeQueue(aws, 'orders');
    await permit(aws, queue, ['SendMessage']);
    await expect(permit(aws, queue, ['SendMessage'])).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Value deployers for parameter Label is invalid. Reason: Already exists.',
    });
    await expect(
      aws.sqs.send(new RemovePermissionCommand({ QueueUrl: queue.url, Label: 'nobody' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: "Value nobody for parameter Label is invalid. Reason: can't find label.",
    });
  },
};
