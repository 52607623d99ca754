import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../is-record.ts';
import type { Operand, Path, Step, Test } from './path.ts';

/** The values that paths begin at, by their root. */
export type Roots = (root: string) => unknown;

/** Follows a path. A definite one gives the value it leads to, or `undefined`; any other the list of all values it leads to. */
export function follow(path: Path, roots: Roots): unknown {
  const start = roots(path.root);
  const found = start === undefined ? [] : walk([start], path.steps, roots);
  return path.definite ? found[0] : found;
}

function walk(values: readonly unknown[], steps: readonly Step[], roots: Roots): unknown[] {
  let reached = [...values];
  for (const step of steps) reached = reached.flatMap((value) => take(step, value, roots));
  return reached;
}

function take(step: Step, value: unknown, roots: Roots): unknown[] {
  switch (step.kind) {
    case 'members':
      return isRecord(value) ? step.names.filter((name) => Object.hasOwn(value, name)).map((name) => value[name]) : [];
    case 'items':
      return Array.isArray(value) ? step.indices.flatMap((index) => itemAt(value, index)) : [];
    case 'slice':
      return Array.isArray(value) ? sliced(value, step) : [];
    case 'all':
      return childrenOf(value);
    case 'anywhere':
      return [value, ...descendantsOf(value)];
    case 'where': {
      const candidates = Array.isArray(value) ? (value as unknown[]) : [value];
      return candidates.filter((item) => holds(step.test, (root) => (root === '@' ? item : roots(root))));
    }
  }
}

function itemAt(items: readonly unknown[], index: number): unknown[] {
  const at = index < 0 ? items.length + index : index;
  return at >= 0 && at < items.length ? [items[at]] : [];
}

function sliced(items: readonly unknown[], { from, to, by = 1 }: Extract<Step, { kind: 'slice' }>): unknown[] {
  return items.slice(from ?? 0, to ?? items.length).filter((_, index) => by > 0 && index % by === 0);
}

function childrenOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return isRecord(value) ? Object.values(value) : [];
}

function descendantsOf(value: unknown): unknown[] {
  return childrenOf(value).flatMap((child) => [child, ...descendantsOf(child)]);
}

function holds(test: Test, roots: Roots): boolean {
  switch (test.kind) {
    case 'and':
      return test.tests.every((each) => holds(each, roots));
    case 'or':
      return test.tests.some((each) => holds(each, roots));
    case 'not':
      return !holds(test.test, roots);
    case 'exists':
      return test.path.definite
        ? follow(test.path, roots) !== undefined
        : (follow(test.path, roots) as unknown[]).length > 0;
    case 'match': {
      const text = valueOf(test.left, roots);
      return typeof text === 'string' && test.pattern.test(text);
    }
    case 'compare':
      return compares(test.operator, valueOf(test.left, roots), valueOf(test.right, roots));
  }
}

function valueOf(operand: Operand, roots: Roots): unknown {
  return operand.kind === 'value' ? operand.value : follow(operand.path, roots);
}

function compares(operator: string, left: unknown, right: unknown): boolean {
  switch (operator) {
    case '==':
      return isDeepStrictEqual(left, right);
    case '!=':
      return !isDeepStrictEqual(left, right);
    case 'in':
      return Array.isArray(right) && right.some((item) => isDeepStrictEqual(left, item));
    case 'nin':
      return Array.isArray(right) && !right.some((item) => isDeepStrictEqual(left, item));
  }
  const order =
    typeof left === 'number' && typeof right === 'number'
      ? left - right
      : typeof left === 'string' && typeof right === 'string'
        ? Number(left > right) - Number(left < right)
        : NaN;
  return operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0;
}

/** A path in the words of Jayway: `$['a']['b'][0]`. */
export function canonical({ root, steps }: Path): string {
  return (
    root +
    steps
      .map((step) =>
        step.kind === 'members'
          ? `[${step.names.map((name) => `'${name}'`).join(',')}]`
          : step.kind === 'items'
            ? `[${step.indices.join(',')}]`
            : step.kind === 'all'
              ? '[*]'
              : step.kind === 'anywhere'
                ? '..'
                : step.kind === 'slice'
                  ? `[${step.from ?? ''}:${step.to ?? ''}]`
                  : '[?]',
      )
      .join('')
  );
}
