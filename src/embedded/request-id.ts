/**
 * Where an operation leaves the request id of its answer when it may not be just any: that of an invocation is the one that the function
 * sees, and that stands in its log. It is no member of the output.
 */
const REQUEST_ID = Symbol('request id');

/** Leaves the request id of an answer with its output. */
export function answeredAs<Output extends object>(requestId: string, output: Output): Output {
  return Object.defineProperty(output, REQUEST_ID, { value: requestId });
}

/** The request id that an operation has left with its output. */
export function requestIdOf(output: unknown): string | undefined {
  return typeof output === 'object' && output !== null
    ? (output as { readonly [REQUEST_ID]?: string })[REQUEST_ID]
    : undefined;
}
