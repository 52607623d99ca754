import type { Scalar } from '../model.ts';

interface Sized {
  readonly type?: string;
  readonly min?: number;
  readonly max?: number;
}

/** One thing that a value has to satisfy, and how the services say so. */
export interface Constraint {
  readonly words: string;
  readonly holds: (value: unknown) => boolean;
}

const NOT_NULL: Constraint = { words: 'Member must not be null', holds: (value) => value !== null };

/** What a scalar has to satisfy, in the order in which the services name it. */
export function constraintsOf(scalar: Scalar): readonly Constraint[] {
  const { type, enum: members, pattern } = scalar;
  const all = type === 'integer' || type === 'number' ? rangeOf(scalar) : lengthOf(scalar);
  if (pattern !== undefined) all.push(matching(pattern, scalar.max));
  if (members !== undefined) {
    const set = new Set<unknown>(members);
    all.push({
      words: `Member must satisfy enum value set: [${members.join(', ')}]`,
      holds: (value) => set.has(value),
    });
  }
  return all;
}

/** What is said of the members of a list or map: all that one has to satisfy, whichever does not hold. */
export function inBrackets(constraints: readonly Constraint[]): string {
  return `[${[...constraints, NOT_NULL].map(({ words }) => words).join(', ')}]`;
}

/** Of texts, bytes, lists and maps. */
export function lengthOf({ type, min, max }: Sized): Constraint[] {
  const length = type === 'blob' ? bytesIn : measure;
  return [
    ...(max === undefined
      ? []
      : [
          {
            words: `Member must have length less than or equal to ${max}`,
            holds: (value: unknown) => length(value) <= max,
          },
        ]),
    ...(min === undefined || min === 0
      ? []
      : [
          {
            words: `Member must have length greater than or equal to ${min}`,
            holds: (value: unknown) => length(value) >= min,
          },
        ]),
  ];
}

function rangeOf({ type, min, max }: Scalar): Constraint[] {
  return [
    ...(max === undefined
      ? []
      : [
          {
            words: `Member must have value less than or equal to ${numeral(max, type)}`,
            holds: (value: unknown) => Number(value) <= max,
          },
        ]),
    ...(min === undefined
      ? []
      : [
          {
            words: `Member must have value greater than or equal to ${numeral(min, type)}`,
            holds: (value: unknown) => Number(value) >= min,
          },
        ]),
  ];
}

/** A number as the services write it: one that may have a fraction always shows it. */
export function numeral(value: number, type: string | undefined): string {
  return type === 'number' && Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** Bytes are base64 where JSON carries them; their length is that of what it stands for. */
export function bytesIn(value: unknown): number {
  return typeof value === 'string' ? Buffer.byteLength(value, 'base64') : measure(value);
}

function measure(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (value instanceof Uint8Array) return value.length;
  return Object.keys(value as object).length;
}

/** A text that is too long is not held against the pattern: not every pattern is quick with a megabyte. */
function matching(pattern: string, max = 100_000): Constraint {
  const whole = new RegExp(`^(?:${pattern})$`, pattern.includes(String.raw`\p{`) ? 'u' : '');
  return {
    words: `Member must satisfy regular expression pattern: ${pattern}`,
    holds: (value) => typeof value === 'string' && (value.length > max || whole.test(value)),
  };
}
