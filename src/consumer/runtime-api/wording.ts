import type { Invocation, Thrown } from '../consumer.ts';

type Outcome = Invocation['outcome'];

/** Lambda's limit on a response, as its own error words it. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MOST_BYTES = 6_291_556;

/** What a runtime has answered: JSON, or whatever text it is, as Lambda hands that on too. */
export function answered(body: string): Outcome {
  if (body === '') return { kind: 'returned', value: null };
  try {
    return { kind: 'returned', value: JSON.parse(body) as unknown };
  } catch {
    return { kind: 'returned', value: body };
  }
}

/** That a runtime has answered more than Lambda takes. */
export const TOO_LARGE: Outcome = {
  kind: 'threw',
  error: {
    name: 'Function.ResponseSizeTooLarge',
    message: `Response payload size exceeded maximum allowed payload size (${MOST_BYTES} bytes).`,
  },
};

/** What a runtime says of an error: `errorType`, `errorMessage` and `stackTrace`, which Node's calls `trace`, or less. */
export function reported(body: string, type: string | undefined): Thrown {
  const { errorType, errorMessage, trace, stackTrace = trace } = read(body);
  const name = typeof errorType === 'string' && errorType !== '' ? errorType : (type ?? 'Runtime.Unknown');
  const message = typeof errorMessage === 'string' ? errorMessage : body.slice(0, 500);
  const frames = Array.isArray(stackTrace) ? stackTrace.flatMap(frameOf) : [];
  return { name, message, ...(frames.length > 0 && { stack: [`${name}: ${message}`, ...frames].join('\n') }) };
}

function read(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** One frame as V8 words it, whose form the rest of this program reads: Python's are texts, Go's are objects. */
function frameOf(frame: unknown): readonly string[] {
  if (typeof frame === 'string') {
    const [, file, line, where] = /File "([^"]+)", line (\d+), in (\S+)/.exec(frame) ?? [];
    if (file !== undefined) return [`    at ${where} (${file}:${line})`];
    return /^\s*at /.test(frame) ? [`    ${frame.trim()}`] : [];
  }
  const { path, line, label } = (frame ?? {}) as Readonly<Record<'path' | 'line' | 'label', unknown>>;
  return typeof path === 'string' ? [`    at ${String(label)} (${path}:${String(line)})`] : [];
}

/** How a process has ended, in the words that Lambda has for it. */
export function ended(code: number | null, signal: string | null): Thrown {
  const how =
    signal !== null
      ? `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`
      : code === 0
        ? 'Runtime exited without providing a reason'
        : `Runtime exited with error: exit status ${code}`;
  return { name: 'Runtime.ExitError', message: how };
}

/** As Go's runtime, in which Lambda's is written, calls them. */
const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGSEGV: 'segmentation fault',
  SIGABRT: 'aborted',
  SIGINT: 'interrupt',
};
