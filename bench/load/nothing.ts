import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A server in a process of its own that takes every batch of ten at once and does nothing with it. */
export async function openNothing(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = fork(new URL('../serve/server.ts', import.meta.url), ['nothing']);
  const [url] = (await once(server, 'message')) as [string];
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.disconnect();
      await once(server, 'exit');
    },
  };
}
