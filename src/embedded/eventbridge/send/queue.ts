import type { Sender } from './send-to.ts';

/** Sends the input as a message's body; a text keeps its JSON quotes there. */
export const toQueue: Sender = ({ Arn, SqsParameters }, { queues }) => {
  const groupId = SqsParameters?.MessageGroupId;
  return ({ arrival: { traceHeader } }, body) =>
    queues.send(Arn, {
      body,
      ...(groupId !== undefined && { groupId }),
      ...(traceHeader !== undefined && { traceHeader }),
    });
};
