import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own, by its URL. */
export type Served = AsyncDisposable & { readonly url: string };

/** One that takes every batch of ten at once and does nothing with it. */
export function openNothing(): Promise<Served> {
  return open('../serve/server.ts', 'nothing');
}

/** One that stalls for a second in each ten. */
export function openStalling(): Promise<Served> {
  return open('stalls.ts');
}

async function open(file: string, ...args: readonly string[]): Promise<Served> {
  const server = fork(new URL(file, import.meta.url), args);
  const [url] = (await once(server, 'message')) as [string];
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.disconnect();
      await once(server, 'exit');
    },
  };
}
