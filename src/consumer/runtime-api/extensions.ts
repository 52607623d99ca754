import type { IncomingHttpHeaders } from 'node:http';
import type { ContextFacts } from '../context.ts';

/** An answer of the Extensions API. */
export interface Told {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an extension says. */
interface Said {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The extensions of one process. They are told of invocations, and nobody waits for them. */
export interface Extensions {
  /** Answers what is theirs to ask; `undefined` for anything else. */
  answer(said: Said): Promise<Told> | undefined;
  /** Tells those who want to know of an invocation. */
  invoked(requestId: string, deadline: number, traceId: string): void;
}

interface Extension {
  readonly events: readonly unknown[];
  readonly queue: string[];
  waiting: ((told: Told) => void) | undefined;
}

/** What an extension that does not ask has missed of later ones is of no use to it. */
const MOST_QUEUED = 10;
const PATHS = /^\/2020-01-01\/extension\/(register|event\/next|init\/error|exit\/error)$/;
const TELEMETRY = /^\/(?:2020-08-15\/logs|2022-07-01\/telemetry)$/;

/** Opens the Extensions API of one process. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html */
export function openExtensions(facts: ContextFacts, handler: string): Extensions {
  const known = new Map<string, Extension>();

  function register({ headers, body }: Said): Promise<Told> {
    if (headers['lambda-extension-name'] === undefined) return refuse(400, 'Extension.MissingHeader');
    const id = crypto.randomUUID();
    known.set(id, { events: eventsOf(body), queue: [], waiting: undefined });
    return Promise.resolve({
      status: 200,
      headers: { 'Lambda-Extension-Identifier': id },
      body: JSON.stringify({ functionName: facts.functionName, functionVersion: '$LATEST', handler }),
    });
  }

  function next(extension: Extension): Promise<Told> {
    const body = extension.queue.shift();
    if (body !== undefined) return Promise.resolve({ status: 200, body });
    return new Promise((resolve) => {
      extension.waiting = resolve;
    });
  }

  return {
    answer: (said) => {
      const { method, url, headers } = said;
      // Telemetry is subscribed to, and nothing is ever sent.
      if (method === 'PUT' && TELEMETRY.test(url)) return Promise.resolve({ status: 200, body: '"OK"' });
      const [, what] = PATHS.exec(url) ?? [];
      if (what === undefined) return undefined;
      if (what === 'register') return register(said);
      const extension = known.get(String(headers['lambda-extension-identifier']));
      if (extension === undefined) return refuse(403, 'Extension.UnknownExtensionIdentifier');
      return what === 'event/next' ? next(extension) : Promise.resolve({ status: 202, body: '{"status":"OK"}' });
    },
    invoked: (requestId, deadlineMs, value) => {
      for (const extension of known.values()) {
        if (!extension.events.includes('INVOKE')) continue;
        const { invokedFunctionArn } = facts;
        const tracing = { type: 'X-Amzn-Trace-Id', value };
        const body = JSON.stringify({ eventType: 'INVOKE', deadlineMs, requestId, invokedFunctionArn, tracing });
        const { waiting, queue } = extension;
        extension.waiting = undefined;
        if (waiting !== undefined) waiting({ status: 200, body });
        else if (queue.length < MOST_QUEUED) queue.push(body);
      }
    },
  };
}

function eventsOf(body: string): readonly unknown[] {
  try {
    const { events } = JSON.parse(body) as { readonly events?: unknown };
    return Array.isArray(events) ? events : [];
  } catch {
    return [];
  }
}

function refuse(status: number, errorType: string): Promise<Told> {
  return Promise.resolve({ status, body: JSON.stringify({ errorType, errorMessage: errorType }) });
}
