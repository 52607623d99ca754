import type { Sender } from './send-to.ts';

/** Puts one record, with no newline behind it: records run together in the end. */
export const toDeliveryStream: Sender =
  ({ Arn }, { deliveryStreams }) =>
  (_, input) =>
    deliveryStreams.put(Arn, Buffer.from(input));
