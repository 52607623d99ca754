import { hash } from 'node:crypto';
import { amzDate, type Credentials, openSigner } from './sign.ts';

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
/** The headers that are signed, before and after the one that a session has. */
const [BEFORE, AFTER] = [
  'amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-content-sha256;x-amz-date',
  'x-amz-target;x-amz-user-agent',
];
const NAMES = `${BEFORE};${AFTER}`;
const SESSION_NAMES = `${BEFORE};x-amz-security-token;${AFTER}`;

/** Words PutEvents requests of entries as JSON, with the body and the headers of AWS's own client. `attempt` counts from 1. */
export function openRequests(addressing: Addressing): (entries: readonly string[], attempt: number) => SignedRequest {
  const { endpoint, region, credentials: ask, agent, attempts, now, invocationId } = addressing;
  const sign = openSigner('events');
  const { host, pathname: path } = endpoint;
  const own = agent['x-amz-user-agent'];
  let second = 0;
  let date = '';

  return (entries, attempt) => {
    const at = Math.floor(now() / 1_000);
    if (at !== second) [second, date] = [at, amzDate(new Date(at * 1_000))];
    const body = Buffer.from(`{"Entries":[${entries.join(',')}]}`);
    const length = String(body.byteLength);
    const digest = hash('sha256', body, 'hex');
    const credentials = ask();
    const { sessionToken: token } = credentials;
    const id = invocationId();
    const tries = `attempt=${attempt}; max=${attempts}`;
    // In one piece: a list of headers that is gone through costs as much as the signature.
    const names = token === undefined ? NAMES : SESSION_NAMES;
    const canonical =
      `POST\n${path}\n\namz-sdk-invocation-id:${id}\namz-sdk-request:${tries}\ncontent-length:${length}\n` +
      `content-type:${TYPE}\nhost:${host}\nx-amz-content-sha256:${digest}\nx-amz-date:${date}\n` +
      `${token === undefined ? '' : `x-amz-security-token:${token}\n`}x-amz-target:${TARGET}\n` +
      `x-amz-user-agent:${own}\n\n${names}\n${digest}`;
    // oxfmt-ignore
    const headers = [
      'content-type', TYPE,
      'x-amz-target', TARGET,
      'content-length', length,
      'x-amz-user-agent', own,
      'user-agent', agent['user-agent'],
      'host', host,
      'amz-sdk-invocation-id', id,
      'amz-sdk-request', tries,
      'x-amz-date', date,
      'x-amz-content-sha256', digest,
      'authorization', sign({ credentials, region, date, names, canonical }),
    ];
    if (token !== undefined) headers.push('x-amz-security-token', token);
    return { headers, body };
  };
}
