import { isAwsHost } from '../embedded/aws-host.ts';
import type { Scene } from '../embedded/scene.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import type { Pages } from './pages.ts';
import type { Stubs } from './stubs.ts';

/** So much of a request's body is kept. */
const MOST_BODY = 8_192;

/** What answers for the world outside AWS. */
export interface Elsewhere {
  readonly stubs?: Stubs | undefined;
  /** Where it is counted how often a stub has answered. */
  readonly estate?: { readonly scene: Scene };
}

/** Answers a request of something that is not AWS and notes it; nothing, where it is one of AWS's. */
export function answerElsewhere(
  { method, headers, body }: HttpRequest,
  url: string,
  { stubs, estate }: Elsewhere,
  pages: Pages,
): HttpResponse | undefined {
  const answer = estate === undefined ? undefined : stubs?.choose(method, url, estate.scene);
  if (answer === undefined) {
    const { hostname, port, protocol } = new URL(url);
    if (isAwsHost(hostname)) return undefined;
    pages.refusals.push({ address: `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}` });
    return { status: 503, headers: {}, body: '', lost: 'reset' };
  }
  const key = headers['idempotency-key'];
  pages.sent({
    method,
    url,
    after: pages.calls.length,
    ...(answer.lost === undefined ? { status: answer.status } : { lost: answer.lost }),
    ...(body.length > 0 && { body: Buffer.from(body.subarray(0, MOST_BODY)).toString() }),
    ...(key !== undefined && { idempotencyKey: key }),
  });
  return answer;
}
