import { Unresolved, type Value, isList, isMap } from './value.ts';

/** A pattern as text, and what in it nobody knows. */
export interface PatternText {
  readonly text: string;
  readonly unresolved: readonly Unresolved[];
}

/** Stands where a value is not known; no event has it. */
const NEVER = '(not known before it is deployed)';

/** A pattern that asks only that there be something where a value is not known: for whoever asks whether the rest can match at all. */
export function withoutUnresolved(text: string): string {
  return text.replaceAll(JSON.stringify(NEVER), '{"exists":true}');
}

/**
 * Words a pattern as JSON. What is not known becomes a text that no event has, so that it matches nothing: of a leaf, the one value;
 * of an operator such as `anything-but`, which would match all the more, the operator whole.
 */
export function patternText(pattern: Value): PatternText {
  const unresolved: Unresolved[] = [];

  function never(unknown: Unresolved): string {
    unresolved.push(unknown);
    return NEVER;
  }

  function object(value: Value): unknown {
    if (value instanceof Unresolved) return { source: [never(value)] };
    if (!isMap(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, name === '$or' ? branches(member) : leaf(member)]),
    );
  }

  function branches(value: Value): unknown {
    return isList(value) ? value.map(object) : object(value);
  }

  function leaf(value: Value): unknown {
    if (value instanceof Unresolved) return [never(value)];
    return isList(value) ? value.flatMap(operator) : object(value);
  }

  function operator(value: Value): readonly unknown[] {
    if (value instanceof Unresolved) return [never(value)];
    const before = unresolved.length;
    const plain = plainly(value);
    return unresolved.length > before ? [never(unresolved.pop()!)] : [plain];
  }

  function plainly(value: Value): unknown {
    if (value instanceof Unresolved) return never(value);
    if (isList(value)) return value.map(plainly);
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainly(member)]));
  }

  // CloudFormation takes the text of a pattern too, and Terraform knows no other form.
  const text = typeof pattern === 'string' ? pattern : JSON.stringify(object(pattern));
  return { text, unresolved };
}
