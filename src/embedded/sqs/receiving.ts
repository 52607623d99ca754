import type { Milliseconds } from '../../clock.ts';
import type { Message } from './message.ts';

/** How to receive. What is left out is as the queue's attributes have it. */
export interface Receiving {
  readonly most?: number | undefined;
  readonly visibility?: Milliseconds | undefined;
  readonly wait?: Milliseconds | undefined;
  /** Of a FIFO queue: asks for the same messages again, after an answer that was lost. */
  readonly attemptId?: string | undefined;
  /** Calls back once whoever receives has gone, and would take messages with it. */
  readonly onceGone?: ((gone: () => void) => void) | undefined;
}

/** A message as one receipt gives it. */
export interface Received {
  readonly message: Message;
  readonly receiptHandle: string;
  readonly receiveCount: number;
}

/** How many messages are where. */
export interface Counts {
  readonly ready: number;
  readonly delayed: number;
  readonly inFlight: number;
}
