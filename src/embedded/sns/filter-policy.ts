import { compilePattern, type Pattern } from '../../pattern/index.ts';
import { Problem } from '../../problem.ts';
import { invalid } from './faults.ts';
import { filteredAttributes } from './message-attributes.ts';
import { wordingFor, type Message } from './message.ts';
import { isInput } from './read.ts';

export type FilterScope = 'MessageAttributes' | 'MessageBody';

/** Says which messages a subscription wants. */
export type Filter = (message: Message, protocol: string) => boolean;

/** Fewer than EventBridge's: with anything else than a prefix `anything-but` is refused, and `wildcard` altogether. */
const OPERATORS = new Set(['anything-but', 'cidr', 'equals-ignore-case', 'exists', 'numeric', 'prefix', 'suffix']);

/** https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

/**
 * Compiles a filter policy: an event pattern of EventBridge's language, with fewer operators and closer bounds.
 *
 * Throws AWS's error for a policy that it refuses; `during` says by which operation, which is part of the words.
 */
export function compileFilter(text: string, scope: FilterScope, during: 'Subscribe' | 'Set'): Filter {
  const refuse = (words: string): Error => invalid(during === 'Subscribe' ? `Attributes Reason: ${words}` : words);
  const policy = parse(text, refuse);
  if (Object.keys(policy).length === 0) return () => true;
  if (Object.keys(policy).length > MOST_KEYS) {
    throw refuse(`FilterPolicy: Filter policy can not have more than ${MOST_KEYS} keys`);
  }
  if (scope === 'MessageAttributes' && isNested(policy)) {
    throw refuse('Filter policy scope MessageAttributes does not support nested filter policy');
  }
  if (combinationsOf(policy, 1, 1) > MOST_COMBINATIONS) throw refuse('FilterPolicy: Filter policy is too complex');
  checkOperators(policy, refuse);
  const pattern = compile(text, refuse);
  return (message, protocol) => {
    if (scope === 'MessageAttributes') return pattern.matches(filteredAttributes(message.attributes));
    const body = wordingFor(message, protocol);
    return isJsonObject(body) && pattern.matchesText(body);
  };
}

function parse(text: string, refuse: (words: string) => Error): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('FilterPolicy: failed to parse JSON.');
  }
  if (!isInput(value)) throw refuse('FilterPolicy: failed to parse JSON.');
  return value;
}

function compile(text: string, refuse: (words: string) => Error): Pattern {
  try {
    return compilePattern(text);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw refuse(`FilterPolicy: ${reason}`);
  }
}

function isNested(policy: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(policy).some(([key, value]) =>
    key === '$or' && Array.isArray(value) ? value.some((way) => isInput(way) && isNested(way)) : isInput(value),
  );
}

/** AWS multiplies the number of values of every key by how deep it lies; the ways of `$or` add up. */
function combinationsOf(policy: Readonly<Record<string, unknown>>, depth: number, before: number): number {
  let combinations = before;
  for (const [key, value] of Object.entries(policy)) {
    if (isInput(value)) combinations = combinationsOf(value, depth + 1, combinations);
    else if (!Array.isArray(value)) continue;
    else if (key === '$or') {
      const ways = value.filter(isInput);
      combinations = ways.reduce((sum, way) => sum + combinationsOf(way, depth, combinations), 0);
    } else combinations *= value.length * depth;
  }
  return combinations;
}

function checkOperators(policy: Readonly<Record<string, unknown>>, refuse: (words: string) => Error): void {
  for (const [key, value] of Object.entries(policy)) {
    if (isInput(value)) checkOperators(value, refuse);
    if (!Array.isArray(value)) continue;
    for (const rule of value.filter(isInput)) {
      // A way of `$or` is a policy of its own.
      if (key === '$or') checkOperators(rule, refuse);
      else checkOperator(rule, refuse);
    }
  }
}

function checkOperator(rule: Readonly<Record<string, unknown>>, refuse: (words: string) => Error): void {
  const [operator, operand] = Object.entries(rule)[0] ?? [];
  if (operator === undefined) return;
  if (!OPERATORS.has(operator)) throw refuse(`FilterPolicy: Unrecognized match type ${operator}`);
  if (operator !== 'anything-but' || !isInput(operand)) return;
  const unsupported = Object.keys(operand).find((inner) => inner !== 'prefix');
  if (unsupported !== undefined) throw refuse(`FilterPolicy: Unsupported anything-but pattern: ${unsupported}`);
}

function isJsonObject(text: string): boolean {
  try {
    return isInput(JSON.parse(text));
  } catch {
    return false;
  }
}
