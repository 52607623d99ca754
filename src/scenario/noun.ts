import { z } from 'zod';
import { either, show } from './complaint.ts';
import { entryNouns } from './entry.ts';
import { wording } from './words.ts';

type Schema = z.core.$ZodType;

/** The schema inside `optional` and `default`. */
export function bare(schema: Schema): Schema {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
  return inner;
}

/** Whether a value is an object with keys, neither a list nor nothing. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is of the kind of data that a schema takes, whatever it holds. */
export function isOfKind(schema: Schema, value: unknown): boolean {
  const inner = bare(schema);
  if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return isMapping(value);
  if (inner instanceof z.ZodArray) return Array.isArray(value);
  if (inner instanceof z.ZodNumber) return typeof value === 'number';
  if (inner instanceof z.ZodBoolean) return typeof value === 'boolean';
  // A number without its unit is meant as a length of time.
  if (inner instanceof z.ZodString)
    return (
      typeof value === 'string' || (typeof value === 'number' && wording.get(inner)?.code === 'SCENARIO_WRONG_UNIT')
    );
  if (inner instanceof z.ZodUnion) return inner.options.some((option) => isOfKind(option, value));
  if (inner instanceof z.ZodEnum) return typeof value === 'string';
  return true;
}

/** What a schema wants, for the sentence "… is 5, not a list". */
export function nounOf(schema: Schema): string {
  const inner = bare(schema);
  const worded = wording.get(inner)?.noun;
  if (worded !== undefined) return worded;
  const entry = entryNouns.get(inner)?.noun;
  if (entry !== undefined) return `${entry}: a mapping with one key`;
  if (inner instanceof z.ZodUnion) return either(inner.options.map((option) => nounOf(option)));
  if (inner instanceof z.ZodObject) return `a mapping { ${namesIn(inner).join(', ')} }`;
  if (inner instanceof z.ZodRecord) return 'a mapping';
  if (inner instanceof z.ZodArray) return 'a list';
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodNumber) return numberNoun(inner);
  if (inner instanceof z.ZodEnum) return either(inner.options.map(show));
  if (inner instanceof z.ZodLiteral) return either([...inner.values].map(show));
  return 'text';
}

/** The keys an object must have; those it may have when it needs none. */
function namesIn(schema: z.ZodObject): readonly string[] {
  const required = requiredKeys(schema);
  return required.length > 0 ? required : Object.keys(schema.shape).slice(0, 4);
}

/** The keys that an object cannot do without, in the order of the definition. */
export function requiredKeys(schema: z.ZodObject): readonly string[] {
  return Object.entries(schema.shape)
    .filter(([, member]) => !(member instanceof z.ZodOptional) && !(member instanceof z.ZodDefault))
    .map(([key]) => key);
}

function numberNoun(schema: z.ZodNumber): string {
  const whole = schema.format === 'safeint' ? 'a whole number' : 'a number';
  const low = bounded(schema.minValue);
  const high = bounded(schema.maxValue);
  if (low === undefined) return whole;
  return high === undefined ? `${whole} of ${low} or more` : `${whole} from ${low} to ${high}`;
}

function bounded(bound: number | null): number | undefined {
  return bound === null || !Number.isFinite(bound) || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? undefined : bound;
}
