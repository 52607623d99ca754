import type { Sender } from './send-to.ts';

/** Publishes the input as the message, without a subject. */
export const toTopic: Sender =
  ({ Arn }, { topics }) =>
  (_, message) =>
    topics.publish(Arn, { message });
