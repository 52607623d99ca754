/** A request as a door received it, whole. Header names are lower case. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** The body as it comes, where whoever answers has asked for that; `body` is then empty. */
  readonly incoming?: AsyncIterable<Uint8Array>;
  /** Where the client is, as far as the door can tell. */
  readonly address?: string | undefined;
  /** That the body is left out: it is longer than the door takes in, or the door has too much in hand already. */
  readonly cut?: 'large' | 'busy';
  /** Calls back once the client has gone, with its answer or without; a door that cannot tell leaves it out. */
  readonly onceGone?: (gone: () => void) => void;
}

/** An answer as a door sends it: whole, or as it comes. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Takes the place of the body: its parts, as they come. Who wants no more calls the iterator's `return`. */
  readonly flow?: AsyncIterable<Uint8Array>;
  /** That the client gets none of this: its connection ends, or nobody ever says anything. */
  readonly lost?: 'reset' | 'silence';
}
