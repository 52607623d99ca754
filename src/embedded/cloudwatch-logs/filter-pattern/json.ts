import { readExpression, textOf } from './expression.ts';
import type { FilterPattern } from './filter-pattern.ts';
import { invalidPattern, scanner } from './scanner.ts';

/** A step from a value into it: a member, an element, or with `*` every element. */
type Step = string | number;

/** Compiles `{ $.eventName = "PutImage" && $.responseElements.image.imageId.imageTag = "v*" }`. Only messages that are JSON match. */
export function jsonPattern(text: string): FilterPattern {
  const paths = new Map<string, readonly Step[]>();
  if (!text.endsWith('}')) throw invalidPattern();
  const scan = scanner(text.slice(1, -1));

  function selector(): string {
    const found = scan.take(/\$(?:\.[^\s.[\](){}=!<>&|"]+|\[\d+\]|\[\*\]|\.?\['[^']*'\]|\.?\["[^"]*"\])+/y)?.[0];
    if (found === undefined) throw invalidPattern();
    paths.set(found, stepsOf(found));
    return found;
  }

  const holds = readExpression(scan, selector);
  if (!scan.isAtEnd()) throw invalidPattern();
  return (message) => {
    const value = parse(message);
    if (value === undefined) return undefined;
    const found = new Map([...paths].map(([path, steps]) => [path, follow(value, steps)]));
    if (!holds((path) => found.get(path) ?? [])) return undefined;
    return Object.fromEntries(
      [...found].filter(([, values]) => values.length > 0).map(([path, values]) => [path, textOf(values[0])]),
    );
  };
}

function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/\[(\d+)\]|\[(\*)\]|\['([^']*)'\]|\["([^"]*)"\]|\.([^.[]+)/g)].map(
    ([, index, every, single, double, name]) =>
      index === undefined ? (every ?? single ?? double ?? name)! : Number(index),
  );
}

function follow(value: unknown, steps: readonly Step[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>((values, step) => values.flatMap((each) => stepInto(each, step)), [value]);
}

function stepInto(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return step === '*' ? value : typeof step === 'number' && step in value ? [value[step]] : [];
  return typeof step === 'string' && Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}

/** The object or list that a message is. */
function parse(message: string): object | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
