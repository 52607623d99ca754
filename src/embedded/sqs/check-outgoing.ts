import { invalidParameter, missingParameter } from './faults.ts';
import { sizeOfAttributes } from './message-attributes.ts';
import type { Outgoing } from './message.ts';

/** Throws AWS's error for a message that a queue of that kind does not take, whoever sends it. */
export function checkOutgoing(outgoing: Outgoing, fifo: boolean, largest: number): void {
  const { body, attributes = {}, groupId, deduplicationId, delay = 0 } = outgoing;
  if (Buffer.byteLength(body) + sizeOfAttributes(attributes) > largest) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${largest} bytes.`,
    );
  }
  if (!fifo && deduplicationId !== undefined) {
    throw invalidParameter(
      `Value ${deduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.`,
    );
  }
  if (!fifo) return;
  if (groupId === undefined) throw missingParameter('MessageGroupId');
  if (delay > 0) {
    throw invalidParameter(
      `Value ${delay / 1000} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
}
