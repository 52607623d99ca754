import { hash } from 'node:crypto';
import { amzDate, type Credentials, openSigner, type SignedHeader } from './sign.ts';

/** Everything that requests of one publisher have in common. */
export interface Addressing {
  readonly endpoint: URL;
  readonly region: string;
  /** Asked for each request: they are new ones every hour or so. */
  readonly credentials: () => Credentials;
  readonly agent: Agent;
  /** How often an entry is tried, which each request says. */
  readonly attempts: number;
  /** The moment on the wall, in milliseconds. */
  readonly now: () => number;
  readonly invocationId: () => string;
}

/** Who sends, in the words of the headers that say so. */
export interface Agent {
  readonly 'x-amz-user-agent': string;
  readonly 'user-agent': string;
}

/** A request that can be sent as it is. */
export interface SignedRequest {
  /** Names and values by turns, as undici takes them. */
  readonly headers: string[];
  readonly body: Buffer;
}

const TYPE = 'application/x-amz-json-1.1';
const TARGET = 'AWSEvents.PutEvents';

/** Words PutEvents requests of entries as JSON, with the body and the headers of AWS's own client. `attempt` counts from 1. */
export function openRequests(addressing: Addressing): (entries: readonly string[], attempt: number) => SignedRequest {
  const { endpoint, region, credentials, agent, attempts, now, invocationId } = addressing;
  const sign = openSigner('events');
  const { host, pathname: path } = endpoint;
  let second = 0;
  let date = '';

  return (entries, attempt) => {
    const at = Math.floor(now() / 1_000);
    if (at !== second) [second, date] = [at, amzDate(new Date(at * 1_000))];
    const body = Buffer.from(`{"Entries":[${entries.join(',')}]}`);
    const bodyHash = hash('sha256', body, 'hex');
    const signer = credentials();
    const { sessionToken } = signer;
    const signed: SignedHeader[] = [
      ['amz-sdk-invocation-id', invocationId()],
      ['amz-sdk-request', `attempt=${attempt}; max=${attempts}`],
      ['content-length', String(body.byteLength)],
      ['content-type', TYPE],
      ['host', host],
      ['x-amz-content-sha256', bodyHash],
      ['x-amz-date', date],
    ];
    if (sessionToken !== undefined) signed.push(['x-amz-security-token', sessionToken]);
    signed.push(['x-amz-target', TARGET], ['x-amz-user-agent', agent['x-amz-user-agent']]);
    const authorization = sign(signed, { credentials: signer, region, path, date, bodyHash });
    const headers: string[] = [];
    for (const [name, value] of signed) headers.push(name, value);
    headers.push('user-agent', agent['user-agent'], 'authorization', authorization);
    return { headers, body };
  };
}
