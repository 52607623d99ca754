import { Heap } from './heap.ts';
import type { Message } from './message.ts';

/** What of a queue can be received now, and in which order. The queue says what becomes of its messages; the shelf keeps count. */
export interface Shelf {
  /** A message has come, delayed or not. */
  put(message: Message): void;
  /** A message has become ready that was delayed, or in flight. */
  ready(message: Message, was: 'delayed' | 'in flight'): void;
  /** Takes up to that many ready messages; the queue marks them in flight. */
  take(most: number): readonly Message[];
  /** A message is gone for good. */
  drop(message: Message, wasInFlight: boolean): void;
  clear(): void;
}

/** A standard queue promises no order; this one gives the oldest message first, as SQS tries to. */
export function standardShelf(): Shelf {
  const heap = new Heap<Message>((a, b) => a.order < b.order);
  return {
    put: (message) => {
      if (message.state === 'ready') heap.push(message);
    },
    ready: (message) => heap.push(message),
    take: (most) => {
      const taken: Message[] = [];
      while (taken.length < most) {
        const message = heap.pop();
        if (message === undefined) break;
        // What was deleted late, with a handle of before, is still here.
        if (message.state === 'ready') taken.push(message);
      }
      return taken;
    },
    drop: () => {},
    clear: () => heap.clear(),
  };
}
