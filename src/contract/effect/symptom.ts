import type { Invocation } from '../../consumer/consumer.ts';
import { topFrame } from '../../explore/frames.ts';

/** What is plainly wrong with an invocation, whatever it is for. */
export interface Symptom {
  readonly sentence: string;
  readonly evidence: readonly string[];
  /** What the consumer stumbled over, the same for the same mistake. */
  readonly key: string;
  readonly frame?: string;
}

/** Words that a program writes when it has nothing to write. */
const NOTHING = /\bundefined\b|\bNaN\b|\[object Object\]/;

/** What is wrong with an invocation: it failed, or it has asked AWS for `undefined`. Failures that the play itself made are none. */
export function symptomOf({ consumer, outcome, calls, befell }: Invocation, known = ''): Symptom | undefined {
  if (befell !== undefined) return undefined;
  if (outcome.kind === 'timed-out') {
    const sentence = `${consumer} does not end within ${outcome.after} ms`;
    return { sentence, evidence: [], key: 'timed out' };
  }
  if (outcome.kind === 'threw') {
    const { name, message, stack } = outcome.error;
    // Of an error that a package has thrown the consumer's own line is further down.
    const frame = topFrame(outsideOfPackages(stack)) ?? topFrame(stack);
    const sentence = `${consumer} throws ${name}: ${message.split('\n', 1)[0]}`;
    return { sentence, evidence: [], key: `${name} ${frame ?? message}`, ...(frame !== undefined && { frame }) };
  }
  for (const { service, operation, input } of calls) {
    const text = textsOf(input).find((one) => NOTHING.test(one) && !known.includes(one));
    if (text === undefined) continue;
    const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
    return {
      sentence: `${consumer} calls ${service}:${operation} with ${JSON.stringify(shown)}`,
      evidence: [],
      key: `${service}:${operation} ${text.replaceAll(/[0-9a-f-]{8,}/g, '')}`,
    };
  }
  return undefined;
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function outsideOfPackages(stack: string | undefined): string | undefined {
  return stack
    ?.split('\n')
    .filter((line) => !line.includes('/node_modules/'))
    .join('\n');
}
