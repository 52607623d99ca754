import type { Scene } from '../embedded/scene.ts';
import type { HttpResponse } from '../wire/http.ts';

/** The key of an answer to HTTP requests: an absolute URL, its method before it or not, with `*` for whatever stands there. */
export const HTTP_KEY = /^(?:(?<method>[A-Z]+) )?(?<url>https?:\/\/[^\s/]+\S*)$/;

/** Failures that an answer to an HTTP request can be, by their names. */
const FAILURES: Readonly<Record<string, HttpResponse>> = {
  throttled: { status: 429, headers: { 'content-type': 'text/plain' }, body: 'Too Many Requests' },
  accessDenied: { status: 403, headers: { 'content-type': 'text/plain' }, body: 'Forbidden' },
  serverError: { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' },
  timeout: { status: 504, headers: {}, body: '', lost: 'silence' },
  connectionReset: { status: 503, headers: {}, body: '', lost: 'reset' },
};

/** What a consumer's HTTP requests are answered. */
export interface Stubs {
  /** Whether a request to this place may be answered. */
  reach(host: string, port: number): boolean;
  /** Whether a request is answered. */
  has(method: string, url: string): boolean;
  /** What it is answered. The entries of a list answer one request each, and the last of them all others. */
  choose(method: string, url: string, scene: Scene): HttpResponse | undefined;
}

interface Stub {
  readonly method: string | undefined;
  readonly url: RegExp;
  readonly place: RegExp;
  readonly answers: readonly unknown[];
  /** How often it has answered, by the AWS that stood beside it then. */
  readonly given: WeakMap<Scene, number>;
}

/** Reads the answers that are for HTTP requests; the first whose key fits answers. `undefined` where there are none. */
export function toStubs(answers: Readonly<Record<string, unknown>> = {}): Stubs | undefined {
  const stubs = Object.entries(answers).flatMap(([key, answer]) => toStub(key, answer) ?? []);
  if (stubs.length === 0) return undefined;
  const find = (method: string, url: string): Stub | undefined => stubs.find((stub) => isMeant(stub, method, url));
  return {
    reach: (host, port) => stubs.some(({ place }) => place.test(`${host.toLowerCase()}:${port}`)),
    has: (method, url) => find(method, url) !== undefined,
    choose: (method, url, scene) => {
      const stub = find(method, url);
      if (stub === undefined) return undefined;
      const count = stub.given.get(scene) ?? 0;
      stub.given.set(scene, count + 1);
      return toResponse(stub.answers[Math.min(count, stub.answers.length - 1)]);
    },
  };
}

/** Whether a request is one that a key means. */
export function fits(key: string, method: string, url: string): boolean {
  const stub = toStub(key, undefined);
  return stub !== undefined && isMeant(stub, method, url);
}

function isMeant(stub: Stub, method: string, url: string): boolean {
  return (stub.method ?? method) === method && stub.url.test(url);
}

function toStub(key: string, answer: unknown): Stub | undefined {
  const { method, url } = HTTP_KEY.exec(key)?.groups ?? {};
  if (url === undefined) return undefined;
  const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#]+)/.exec(url) ?? [];
  const port = scheme === 'https' ? 443 : 80;
  const bare = url === `${scheme}://${authority}` && !authority.endsWith('*') ? `${url}/` : url;
  const place = authority.toLowerCase();
  return {
    method,
    url: matching(`${scheme}://${place}${bare.slice(scheme.length + 3 + authority.length)}`),
    // A star may stand for a port as well.
    place: matching(/:(?:\d+|\*)$/.test(place) || place.endsWith('*') ? place : `${place}:${port}`),
    answers: Array.isArray(answer) ? answer : [answer],
    given: new WeakMap(),
  };
}

function matching(text: string): RegExp {
  return new RegExp(`^${text.split('*').map(literally).join('.*')}$`, 's');
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function toResponse(answer: unknown): HttpResponse {
  if (typeof answer === 'string') return FAILURES[answer]!;
  const { status, headers = {}, body } = answer as StubAnswer;
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  if (body === undefined || typeof body === 'string') return { status, headers: given, body: body ?? '' };
  return { status, headers: { 'content-type': 'application/json', ...given }, body: JSON.stringify(body) };
}

interface StubAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** What is wrong with an answer to an HTTP request, as the end of a sentence about it. */
export function faultOfStub(answer: unknown): string | undefined {
  const entries: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return entries.length === 0 ? 'the list is empty' : entries.map(faultOfOne).find((fault) => fault !== undefined);
}

function faultOfOne(answer: unknown): string | undefined {
  if (typeof answer === 'string') {
    return Object.hasOwn(FAILURES, answer)
      ? undefined
      : `"${answer}" is no failure of an HTTP request, it is one of ${Object.keys(FAILURES).join(', ')}`;
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    return 'an HTTP request is answered { status, headers, body }, the name of a failure, or a list of these';
  const other = Object.keys(answer).find((member) => !['status', 'headers', 'body'].includes(member));
  if (other !== undefined) return `"${other}" is no member of { status, headers, body }`;
  const { status, headers } = answer as { status?: unknown; headers?: unknown };
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
    return 'its status is a number from 200 to 599';
  return headers === undefined || (typeof headers === 'object' && headers !== null && !Array.isArray(headers))
    ? undefined
    : 'its headers are a mapping of names to values';
}
