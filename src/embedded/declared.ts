import { Fault } from '../wire/fault.ts';

/** Reads an answer of the shape `{ error: { code, message, status? } }`: it fails the call. Any other answer is an output. */
export function declaredFault(answer: unknown): Fault | undefined {
  if (!isRecord(answer) || !isRecord(answer['error']) || Object.keys(answer).length !== 1) return undefined;
  const { code, message, status } = answer['error'];
  if (typeof code !== 'string') return undefined;
  return new Fault(code, typeof message === 'string' ? message : '', typeof status === 'number' ? status : 400);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
