import { inspect } from 'node:util';
import { isNativeError } from 'node:util/types';
import type { Milliseconds } from '../clock.ts';
import type { Invocation } from './consumer.ts';

type Outcome = Invocation['outcome'];

/** Lambda's limit on a response, as its own error words it. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 6_291_556;

/** What a handler returned, as Lambda hands it on: through JSON, with `null` for nothing. */
export function returned(value: unknown): Outcome {
  if (value === undefined || value === null) return { kind: 'returned', value: null };
  if (value === true || value === false) return { kind: 'returned', value };
  try {
    const text = JSON.stringify(value) ?? 'null';
    if (Buffer.byteLength(text) > MOST_BYTES) {
      return {
        kind: 'threw',
        error: {
          name: 'Function.ResponseSizeTooLarge',
          message: `Response payload size exceeded maximum allowed payload size (${MOST_BYTES} bytes).`,
        },
      };
    }
    return { kind: 'returned', value: JSON.parse(text) as unknown };
  } catch (error) {
    // A circle, a BigInt, a toJSON that throws: Lambda's runtime fails the invocation.
    return {
      kind: 'threw',
      error: { name: 'Runtime.MarshalError', message: `Unable to stringify response body: ${messageOf(error)}` },
    };
  }
}

/** By which an edition of a module is told from another: see `rehearse/import-source.ts`. No file is called so. */
const EDITION = /\?written=[\d.]+(?:&whole)?/g;

/** What a handler threw, whatever it was: named and worded as Lambda's runtime for Node.js does. */
export function threw(error: unknown): Outcome {
  try {
    if (error instanceof Error || isNativeError(error)) {
      // Typed as unknown: whoever made the error may have set anything.
      const { name, message, stack }: Readonly<Record<'name' | 'message' | 'stack', unknown>> = {
        name: error.name,
        message: error.message,
        stack: error.stack,
      };
      const causes = causesOf(error);
      return {
        kind: 'threw',
        error: {
          name: String(name),
          message: String(message),
          ...(typeof stack === 'string' && { stack: stack.replaceAll(EDITION, '') }),
          ...(causes.length > 0 && { causes }),
        },
      };
    }
    return { kind: 'threw', error: { name: typeof error, message: String(error) } };
  } catch {
    return {
      kind: 'threw',
      error: { name: 'handled', message: 'An error whose name, message or stack cannot be read' },
    };
  }
}

/** No chain that helps anybody is longer. */
const MOST_CAUSES = 5;

/** What is behind an error: `fetch failed` says nothing, and its cause all. Of several at once, such as addresses tried, the first. */
function causesOf(error: Error): readonly string[] {
  const causes: string[] = [];
  let above = inWords(error);
  let at: unknown = behind(error);
  for (let deep = 0; deep < MOST_CAUSES && at !== undefined && at !== null; deep += 1) {
    const words = inWords(at);
    // Some errors quote what is behind them.
    if (!above.includes(words)) causes.push(words);
    above = words;
    at = at instanceof Error ? behind(at) : undefined;
  }
  return causes;
}

function inWords(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : inspect(thrown, { depth: 1 });
}

function behind(error: Error): unknown {
  return error.cause ?? (error instanceof AggregateError ? error.errors[0] : undefined);
}

/** That a handler did not settle in time. */
export function timedOut(after: Milliseconds): Outcome {
  return { kind: 'timed-out', after };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
