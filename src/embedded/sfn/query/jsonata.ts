import type { Expression } from 'jsonata';
import { fromElsewhere } from '../../elsewhere.ts';
import type { Instant } from '../../../clock.ts';
import { seeded, type Random } from '../../../random.ts';
import { Failure } from '../failure.ts';
import { partition, range } from '../intrinsic/array-functions.ts';
import { hash } from '../intrinsic/call-intrinsic.ts';
import { isRecord } from '../is-record.ts';

/** What an expression can see: `$states`, and the variables. */
export interface Bindings {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What expressions take from the scenario. */
export interface Surroundings {
  readonly random: Random;
  now(this: void): Instant;
}

/** Step Functions ends an expression that runs away; so do we, in this many milliseconds, calls deep and items long. */
const LIMITS = { timeout: 5000, stack: 500, sequence: 360_145 };

const MOST_COMPILED = 2_000;

/** Fills a field: every text in it of the form `{% … %}` is evaluated. `location` names the field, for the words of a failure. */
export async function evaluate(
  field: unknown,
  location: string,
  bindings: Bindings,
  around: Surroundings,
): Promise<unknown> {
  if (typeof field === 'string') {
    const expression = expressionOf(field);
    return expression === undefined ? field : run(expression, location, bindings, around);
  }
  if (Array.isArray(field)) {
    const items: unknown[] = [];
    for (const [index, item] of field.entries())
      items.push(await evaluate(item, `${location}[${index}]`, bindings, around));
    return items;
  }
  if (!isRecord(field)) return field;
  const members: [string, unknown][] = [];
  for (const [key, value] of Object.entries(field))
    members.push([key, await evaluate(value, `${location}/${key}`, bindings, around)]);
  return Object.fromEntries(members);
}

/** The expression in `{% … %}`; `undefined` for any other text. */
export function expressionOf(text: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim();
}

async function run(expression: string, location: string, bindings: Bindings, around: Surroundings): Promise<unknown> {
  const failed = (what: string): Failure =>
    new Failure(
      'States.QueryEvaluationError',
      `The JSONata expression '${expression}' specified for the field '${location}' ${what}`,
      location,
    );
  let value: unknown;
  try {
    const compiled = await compile(expression);
    // A variable of the machine's goes before a function of its name, and `$states` before everything.
    const seen = { ...functionsOf(around), ...bindings.variables, states: bindings.states };
    value = (await compiled.evaluate(undefined, seen)) as unknown;
  } catch (error) {
    if (error instanceof Failure) throw failed(`threw an error during evaluation. ${error.reason}`);
    const { code, message } = error as { code?: string; message?: string };
    throw failed(
      `threw an error during evaluation. ${code === undefined ? '' : `${code}: `}${message ?? String(error)}`,
    );
  }
  if (value === undefined) throw failed('returned nothing (undefined).');
  if (typeof value === 'function' || (isRecord(value) && ('_jsonata_function' in value || '_jsonata_lambda' in value)))
    throw failed('returned an unsupported result type.');
  // Results carry marks of their making, which must not get into outputs.
  return JSON.parse(JSON.stringify(value)) as unknown;
}

/** A machine evaluates the same expressions again and again. What is bound is bound to one evaluation, so all can share them. */
const compiled = new Map<string, Expression>();

async function compile(expression: string): Promise<Expression> {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  // Loaded by the first state machine that needs it: most scenarios have none.
  const { default: jsonata } = await fromElsewhere(import('jsonata'));
  const made = jsonata(expression, LIMITS);
  // Who makes up expressions as it goes does not fill the memory.
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  compiled.set(expression, made);
  return made;
}

/** The functions that Step Functions adds to JSONata, and those it words anew because they must not read this machine's clock or chance. */
function functionsOf({ random, now }: Surroundings): Readonly<Record<string, unknown>> {
  return {
    partition: (items: readonly unknown[] | undefined, size: number) => partition(items ?? [], size),
    range: (first: number, last: number, by: number) => range(first, last, by),
    hash: (value: unknown, algorithm: string) => hash(value, algorithm),
    random: (seed?: number) => (seed === undefined ? random() : seeded(seed)()),
    uuid: () => random.uuid(),
    parse: (text: string) => JSON.parse(text) as unknown,
    millis: () => now(),
    now: async (picture?: string, timezone?: string) => {
      const written = await compile('$fromMillis($at, $picture, $timezone)');
      const moment: unknown = await written.evaluate(undefined, {
        at: now(),
        picture,
        timezone,
      });
      return moment;
    },
    // Step Functions has no $eval: an expression must be seen before it runs.
    eval: undefined,
  };
}
