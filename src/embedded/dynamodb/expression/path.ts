import { type AttributeValue, type Item, own } from '../attribute-value.ts';

/** A document path: names, and positions in lists. The first is the name of an attribute. */
export type Path = readonly (string | number)[];

/** What stands at a path of an item. */
export function valueAt(item: Item, [first = '', ...rest]: Path): AttributeValue | undefined {
  let value = own(item, String(first));
  for (const step of rest) {
    if (value === undefined) return undefined;
    value = below(value, step);
  }
  return value;
}

function below(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? own(value.M, step) : undefined;
}

/** A path as DynamoDB words it in errors. */
export function sayPath(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** How two paths are in each other's way, if they are. */
export function clashOf(a: Path, b: Path): 'overlap' | 'conflict' | undefined {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at += 1) {
    if (typeof a[at] !== typeof b[at]) return 'conflict';
    if (a[at] !== b[at]) return undefined;
  }
  return 'overlap';
}
