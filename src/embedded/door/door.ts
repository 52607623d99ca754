import type { HttpRequest, HttpResponse } from '../../wire/http.ts';

/** What stands behind a door. */
export type Answer = (request: HttpRequest, origin: Origin) => Promise<HttpResponse>;

/** Where a request came in, as far as the door can tell. */
export interface Origin {
  /** `port/stream` of an HTTP/2 client: the one name that both ends of a stream have for it. */
  readonly stream?: string;
  /** The whole URL, where the client has not asked for this door: its connection was diverted. */
  readonly url?: string;
}
