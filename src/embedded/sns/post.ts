import { fromElsewhere } from '../elsewhere.ts';
import { callOutward } from '../outward.ts';
import type { Post } from './neighbours.ts';

/** Posts over the machine's own network, and nowhere else: what a rehearsal publishes must not reach anybody. */
export const postToLoopback: Post = async (url, headers, body) => {
  const { hostname } = new URL(url);
  if (!/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)) throw new Error(`${hostname} is not this machine`);
  // SNS gives an endpoint 15 seconds.
  const signal = AbortSignal.timeout(15_000);
  const posting = callOutward(async () => {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await response.arrayBuffer();
    return response.status;
  });
  return fromElsewhere(posting);
};
