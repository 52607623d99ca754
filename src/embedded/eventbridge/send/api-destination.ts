import type { Instant } from '../../../clock.ts';
import { parsePath, readPath } from '../../../rule/input/path.ts';
import type { ApiDestination, ApiDestinations } from '../api-destinations.ts';
import type { Connection, ConnectionParameter, Connections } from '../connections.ts';
import { type Dispatch, LONGEST_AGE } from '../dispatch.ts';
import { Postponed, Undeliverable } from '../failure.ts';
import type { HttpParameters } from '../target-definition.ts';
import { authorize } from './authorize.ts';
import { callEndpoint } from './endpoint.ts';
import { RateLimit } from './rate-limit.ts';
import type { Sender } from './send-to.ts';

/** What a destination is called at most within a second, unless it says otherwise. */
export const USUAL_RATE = 300;

/** Calls an HTTP endpoint with the input as its body, and no more often than the destination wants to be called. */
export function toApiDestination(destinations: ApiDestinations, connections: Connections): Sender {
  const limits = new WeakMap<ApiDestination, RateLimit>();
  /** Those that have waited for their turn. */
  const due = new WeakSet<Dispatch>();

  function waitForTurn(job: Dispatch, destination: ApiDestination, now: Instant): void {
    if (due.delete(job)) return;
    let limit = limits.get(destination);
    if (limit === undefined) limits.set(destination, (limit = new RateLimit()));
    const { InvocationRateLimitPerSecond: rate = USUAL_RATE } = destination.wish;
    const { MaximumEventAgeInSeconds: age = LONGEST_AGE } = job.target.definition.RetryPolicy ?? {};
    const turn = limit.take(rate, now, job.arrival.takenIn + age * 1000);
    if (turn === undefined) {
      throw new Undeliverable('THROTTLING', `The destination is called ${rate} times a second already`, {
        retriable: true,
      });
    }
    if (turn <= now) return;
    due.add(job);
    throw new Postponed(turn - now);
  }

  return ({ Arn, HttpParameters = {} }, { scene: { agenda } }) =>
    async (job, input) => {
      const { event } = job.arrival;
      const destination = destinations.byArn(Arn);
      const connection = destination && connections.byArn(destination.wish.ConnectionArn);
      if (destination === undefined || connection === undefined) {
        throw new Undeliverable('NO_RESOURCE', `There is no API destination ${Arn}`);
      }
      if (connection.state !== 'AUTHORIZED') {
        throw new Undeliverable('NO_PERMISSIONS', `Connection ${connection.name} is not authorized`);
      }
      waitForTurn(job, destination, agenda.now());
      const of = (value: string): string => dynamic(value, event);
      const { HttpMethod: method } = destination.wish;
      const invocation = connection.auth.InvocationHttpParameters ?? {};
      await callEndpoint({
        method,
        url: urlOf(destination, HttpParameters, invocation.QueryStringParameters ?? [], of),
        headers: {
          ...mapValues(HttpParameters.HeaderParameters ?? {}, of),
          ...fixed(invocation.HeaderParameters ?? []),
          ...(await authorize(connection)),
        },
        body: method === 'GET' || method === 'HEAD' ? undefined : bodyOf(input, connection),
      });
    };
}

/** Fills the `*` of the endpoint's path, one after the other, and adds the queries of target and connection. */
function urlOf(
  { wish }: ApiDestination,
  { PathParameterValues = [], QueryStringParameters = {} }: HttpParameters,
  added: readonly ConnectionParameter[],
  of: (value: string) => string,
): URL {
  const values = PathParameterValues.map((value) => encodeURIComponent(of(value)));
  const url = new URL(wish.InvocationEndpoint.replaceAll('*', () => values.shift() ?? ''));
  for (const [name, value] of Object.entries(QueryStringParameters)) url.searchParams.append(name, of(value));
  for (const { Key, Value = '' } of added) url.searchParams.append(Key, Value);
  return url;
}

/** A connection's body parameters join the members of an input that is an object. */
function bodyOf(input: string, { auth }: Connection): string {
  const added = auth.InvocationHttpParameters?.BodyParameters ?? [];
  if (added.length === 0 || !input.startsWith('{')) return input;
  return JSON.stringify({ ...(JSON.parse(input) as object), ...fixed(added) });
}

function fixed(parameters: readonly ConnectionParameter[]): Record<string, string> {
  return Object.fromEntries(parameters.map(({ Key, Value = '' }) => [Key, Value]));
}

function mapValues(values: Readonly<Record<string, string>>, of: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value)]));
}

/** A value that begins with `$.` is a path into the event. */
function dynamic(value: string, event: object): string {
  if (!value.startsWith('$.')) return value;
  const path = parsePath(value);
  const found = path === undefined ? undefined : readPath(path, event);
  if (found === undefined) return '';
  return typeof found === 'string' ? found : JSON.stringify(found);
}
