import { Undeliverable } from '../failure.ts';
import { callHttp, type HttpAnswer, type HttpCall } from './http.ts';

/** Statuses that EventBridge tries again, beside all from 500 on. */
const TRIED_AGAIN = new Set([401, 407, 409, 429]);

/** What every call says of itself. A target's own headers go before these, but for the last three. */
const OWN_HEADERS = { 'Content-Type': 'application/json; charset=utf-8' };
const FIXED_HEADERS = { 'User-Agent': 'Amazon/EventBridge/ApiDestinations', Range: 'bytes=0-1048575' };

/** Calls an endpoint as an API destination does. Throws an `Undeliverable` for any answer but a success. */
export async function callEndpoint(call: HttpCall): Promise<HttpAnswer> {
  const answer = await callHttp({ ...call, headers: { ...OWN_HEADERS, ...call.headers, ...FIXED_HEADERS } });
  const { status } = answer;
  if (status >= 200 && status <= 299) return answer;
  throw new Undeliverable(status === 429 ? 'THROTTLING' : 'ERROR_FROM_TARGET', `The endpoint answered ${status}`, {
    retriable: status >= 500 || TRIED_AGAIN.has(status),
  });
}
