import type { Instant } from '../clock.ts';
import type { LiveRegistry } from '../embedded/ecr/live-registry.ts';
import type { Caller, JsonObject } from '../registry/activity.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import type { Sessions } from './sessions.ts';

/** One request of a container client, as those who answer it see it. */
export interface Visit {
  readonly registry: LiveRegistry;
  readonly sessions: Sessions;
  readonly request: HttpRequest;
  readonly query: URLSearchParams;
  /** Where this registry is reached, without a slash at the end. */
  readonly endpoint: string;
  readonly caller: Caller;
  readonly now: Instant;
  /** Makes a call of ECR of a repository as the registry's proxy does, on behalf of the caller. */
  call(operation: string, repositoryName: string, request: JsonObject): JsonObject;
}

/** Answers the requests of one kind of thing; `reference` is what the path names within the repository. */
export type Answerer = (visit: Visit, name: string, reference: string) => HttpResponse | Promise<HttpResponse>;

/** An answer without a body. */
export function empty(status: number, headers: Readonly<Record<string, string>>): HttpResponse {
  return { status, headers, body: '' };
}
