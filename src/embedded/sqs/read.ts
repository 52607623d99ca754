import type { Milliseconds } from '../../clock.ts';
import type { Input } from '../service.ts';
import { invalidParameter, missingParameter } from './faults.ts';

/** A text that has to be there. */
export function required(input: Input, parameter: string): string {
  const value = input[parameter];
  if (typeof value !== 'string' || value === '') throw missingParameter(parameter);
  return value;
}

/** A text that may be left out. */
export function optional(input: Input, parameter: string): string | undefined {
  const value = input[parameter];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number that may be left out. The query protocol spells it as text. */
export function integer(input: Input, parameter: string): number | undefined {
  const value = input[parameter];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw invalidParameter(
      `Value ${JSON.stringify(value)} for parameter ${parameter} is invalid. Reason: Must be an integer.`,
    );
  }
  return number;
}

/** A number within bounds, or AWS's refusal with the reason that it gives for this parameter. */
export function within(input: Input, parameter: string, low: number, high: number, reason: string): number | undefined {
  const value = integer(input, parameter);
  if (value === undefined || (value >= low && value <= high)) return value;
  throw invalidParameter(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

export function seconds(
  input: Input,
  parameter: string,
  high: number,
  reason = `Must be >= 0 and <= ${high}, if provided.`,
): Milliseconds | undefined {
  const value = within(input, parameter, 0, high, reason);
  return value === undefined ? undefined : value * 1000;
}

export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function inputs(value: unknown): readonly Input[] {
  return Array.isArray(value) ? value.filter(isInput) : [];
}

/** A map of texts. */
export function entries(value: unknown): Readonly<Record<string, string>> {
  if (!isInput(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeof item === 'string' ? item : '']));
}

export function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
