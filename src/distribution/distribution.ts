import type { LiveRegistry } from '../embedded/ecr/live-registry.ts';
import type { Instant } from '../clock.ts';
import { EcrFailure } from '../registry/failure.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import { authorize } from './authorize.ts';
import { blob, bytesOf } from './blob.ts';
import { base, catalog, tags } from './listing.ts';
import { manifest } from './manifest.ts';
import { referrers } from './referrers.ts';
import { Refusal, refusalOf, writeRefusal } from './refusal.ts';
import { readRoute, type Route } from './route.ts';
import type { Sessions } from './sessions.ts';
import { beginUpload, upload } from './upload.ts';
import { type Answerer, empty, type Visit } from './visit.ts';

/** Answers container clients: the OCI distribution API 1.1, as Amazon ECR offers it. Each request becomes the call of ECR that its proxy makes. */
export type Distribution = (request: HttpRequest) => Promise<HttpResponse>;

/** What is asked of which thing in which way. */
const ANSWERS: Readonly<Record<Route['of'], Readonly<Record<string, Answerer>>>> = {
  base: { GET: () => base(), HEAD: () => base() },
  catalog: { GET: catalog },
  ticket: {},
  tags: { GET: tags },
  referrers: { GET: referrers },
  manifest: { GET: manifest, HEAD: manifest, PUT: manifest, DELETE: manifest },
  blob: { GET: blob, HEAD: blob },
  uploads: { POST: beginUpload },
  upload: { GET: upload, HEAD: upload, PATCH: upload, PUT: upload, DELETE: upload },
};

/** Opens the distribution API over the registry of an account. */
export function openDistribution(registry: LiveRegistry, clock: { now(): Instant }): Distribution {
  const sessions: Sessions = new Map();

  async function answer(request: HttpRequest): Promise<HttpResponse> {
    const { pathname, searchParams: query } = new URL(request.url, 'http://localhost');
    const endpoint = `http://${request.headers['host'] ?? 'localhost'}`;
    const route = readRoute(pathname);
    const now = clock.now();
    if (route?.of === 'ticket') return ticketed(registry, request, now);
    const caller = authorize(request.headers['authorization'], { tokens: registry.tokens, endpoint, now });
    if (route === undefined) return empty(404, {});
    const act = ANSWERS[route.of][request.method];
    if (act === undefined) throw new Refusal(405, 'UNSUPPORTED', `Amazon ECR has no ${request.method} for this`);
    const visit: Visit = {
      registry,
      sessions,
      request,
      query,
      endpoint,
      caller,
      now,
      call: (operation, repositoryName, members) =>
        registry.call(caller, operation, { registryId: registry.state.id, repositoryName, ...members }),
    };
    return await act(visit, 'name' in route ? route.name : '', 'reference' in route ? route.reference : '');
  }

  return async (request) => {
    try {
      return versioned(await answer(request));
    } catch (error) {
      if (error instanceof Refusal) return versioned(writeRefusal(error));
      if (error instanceof EcrFailure) return versioned(writeRefusal(refusalOf(error)));
      throw error;
    }
  };
}

function ticketed(registry: LiveRegistry, request: HttpRequest, now: Instant): HttpResponse {
  const digest = request.method === 'GET' ? registry.tickets.digestOf(request.url, now) : undefined;
  return (digest === undefined ? undefined : bytesOf({ registry, request }, digest)) ?? empty(403, {});
}

function versioned(response: HttpResponse): HttpResponse {
  return { ...response, headers: { 'docker-distribution-api-version': 'registry/2.0', ...response.headers } };
}
