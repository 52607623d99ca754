import type { Reach } from '../../bus/remote/clients.ts';
import { remoteProblem } from '../../bus/remote/failure.ts';
import { loadSdk } from '../../bus/remote/sdk.ts';
import type { Milliseconds } from '../../clock.ts';
import type { Agent } from './request.ts';
import type { Credentials } from './sign.ts';

/** Whose requests are sent, where to, and in whose words. */
export interface Keyring {
  readonly endpoint: string;
  readonly credentials: Credentials;
  readonly agent: Agent;
  /** Tells of newer credentials, as long as the returned function is not called. */
  renewed(tell: (credentials: Credentials) => void): () => void;
}

/** Credentials that do for whatever stands in for AWS on this machine: those of the environment, or the account's own. */
export function localKeyring(endpoint: string, account: string, env: NodeJS.ProcessEnv = process.env): Keyring {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = env;
  const isGiven = id !== undefined && id !== '' && secret !== undefined;
  return {
    endpoint,
    credentials: isGiven
      ? { accessKeyId: id, secretAccessKey: secret, ...(token !== undefined && { sessionToken: token }) }
      : { accessKeyId: account, secretAccessKey: 'ecreplay' },
    agent: { 'x-amz-user-agent': 'ecreplay', 'user-agent': 'ecreplay' },
    renewed: () => () => undefined,
  };
}

/** How often the credentials are looked at: the client has new ones a few minutes before the old ones expire. */
const EVERY: Milliseconds = 30_000;

/**
 * Whatever credentials AWS's own client finds, and the headers by which it says who it is: it words one request for that, which is not sent.
 *
 * Throws the `Problem` of credentials that there are not.
 */
export async function awsKeyring(reach: Reach): Promise<Keyring> {
  const EventBridge = await loadSdk('eventbridge');
  let worded: Worded | undefined;
  const client = new EventBridge({
    ...reach,
    maxAttempts: 1,
    requestHandler: {
      handle: (request: unknown) => {
        worded = request as Worded;
        return Promise.reject(new NotSent());
      },
    },
  });
  try {
    await client.putEvents({ Entries: [{ Source: 'ecreplay', DetailType: 'ecreplay', Detail: '{}' }] });
  } catch (error) {
    if (!(error instanceof NotSent)) throw remoteProblem('send to AWS', error, reach.endpoint);
  }
  if (worded === undefined) throw new Error('The client has sent nothing');
  const { protocol, hostname, port, path, headers } = worded;
  const own = (name: keyof Agent): string => headers[name] ?? 'ecreplay';
  return {
    endpoint: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`,
    credentials: await client.config.credentials(),
    agent: { 'x-amz-user-agent': own('x-amz-user-agent'), 'user-agent': own('user-agent') },
    renewed: (tell) => {
      const timer = setInterval(() => {
        // Those there are may do for a while yet; if they do not, requests say so.
        client.config.credentials().then(tell, () => undefined);
      }, EVERY);
      return () => {
        clearInterval(timer);
        client.destroy();
      };
    },
  };
}

/** A request as the client hands it over. */
interface Worded {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

class NotSent extends Error {}
