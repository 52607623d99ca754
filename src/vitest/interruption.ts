import { BroadcastChannel } from 'node:worker_threads';

/**
 * How workers learn that the run was interrupted. Vitest would end them in the middle of a scenario, when it has yet to take away what it
 * has made and to say what it had delivered.
 */
const CHANNEL = 'ecreplay.interruption';

/** What is said there: a worker that it listens, the main process that everything is to end. */
type Word = 'listening' | 'interrupted';

function hear(channel: BroadcastChannel, heard: (word: Word) => void): void {
  channel.addEventListener('message', (message) => heard((message as unknown as { readonly data: Word }).data));
}

function say(channel: BroadcastChannel, ...words: readonly [Word]): void {
  channel.postMessage(...words);
}

/** Tells the workers of this process of an interruption, also those that begin to listen after it. */
export interface Announcer {
  announce(): void;
  close(): void;
}

/** Opens the channel in the main process. */
export function openAnnouncer(): Announcer {
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  let isOver = false;
  hear(channel, (word) => {
    if (isOver && word === 'listening') say(channel, 'interrupted');
  });
  return {
    announce: () => {
      isOver = true;
      say(channel, 'interrupted');
    },
    close: () => channel.close(),
  };
}

// Modules can be loaded anew for each scenario, and the channel is to stay open between them.
const KEY = Symbol.for('ecreplay.interruption.1');

/** In a worker: aborted once the main process has been interrupted. */
export function interruption(): AbortSignal {
  const holder = globalThis as { [KEY]?: AbortSignal };
  if (holder[KEY] !== undefined) return holder[KEY];
  const controller = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  hear(channel, (word) => {
    if (word === 'interrupted') controller.abort();
  });
  say(channel, 'listening');
  holder[KEY] = controller.signal;
  return controller.signal;
}
