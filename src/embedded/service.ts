import type { Estate } from './assemble.ts';

/** What an operation was given, with the types of the service's model. */
export type Input = Readonly<Record<string, unknown>>;

/** Whose code makes a call: an invocation of a consumer that is rehearsed. */
export interface Client {
  readonly consumer: string;
  /** Empty while its module is imported. */
  readonly requestId: string;
  readonly eventId: string;
}

/** How an operation came to be called. */
export interface Asked {
  /** Where the caller reaches this AWS, such as `http://127.0.0.1:4566`: what URLs in answers begin with. */
  readonly endpoint: string | undefined;
  /** The header of that name, as it came: by its access key it says who calls. */
  readonly authorization?: string | undefined;
  /** What the caller says of its client. */
  readonly userAgent?: string | undefined;
  /** Where the caller is, as far as the door can tell. */
  readonly address?: string | undefined;
  readonly client?: Client | undefined;
  /** See `Caller.pollsOn`. */
  readonly pollsOn?: true | undefined;
  /** Calls back once the caller has gone: who waits on its behalf then waits for nobody. */
  readonly onceGone?: ((gone: () => void) => void) | undefined;
}

/** Carries one operation out and gives its output, in the members the SDK's client expects. Throws a `Fault` to refuse. */
export type Operation = (input: Input, asked?: Asked) => unknown;

/** A service of the embedded AWS: its operations by name, over what the account keeps. */
export type Service = (estate: Estate) => Readonly<Record<string, Operation>>;
