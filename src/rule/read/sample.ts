import type { EventShape, FieldShape } from '../../pattern/advice/shape.ts';
import { ecrShapes } from '../../pattern/advice/ecr-shapes.ts';
import { compilePattern } from '../../pattern/index.ts';

/** An event of the kind that a pattern matches, and what is peculiar to it. */
export interface Sample {
  /** "an ECR Image Action without image-tag". */
  readonly words: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly shape: EventShape;
}

/** The sample with something at those of some paths of which nobody has said what is there: below the request of a call. */
export function withPaths({ event, shape }: Sample, paths: readonly string[]): Readonly<Record<string, unknown>> {
  const open = paths.flatMap((path) => {
    const inner = /^\$\.detail\.([\w.-]+)$/.exec(path)?.[1];
    return inner !== undefined && isOpen(shape, inner) ? [inner] : [];
  });
  if (open.length === 0) return event;
  const furnished = structuredClone(event) as { readonly detail: Record<string, unknown> };
  for (const path of open) write(furnished.detail, path, 'web');
  return { ...furnished };
}

function isOpen({ detail = {} }: EventShape, path: string): boolean {
  return Object.keys(detail).some((key) => key.endsWith('.*') && `${path}.`.startsWith(key.slice(0, -1)));
}

function isAbsence(operator: unknown): boolean {
  return typeof operator === 'object' && operator !== null && 'exists' in operator && operator.exists === false;
}

/** Events that a pattern matches, of each kind that it can: one with all members, and one with only those that all have. */
export function samplesFor(pattern: string): readonly Sample[] {
  const compiled = compilePattern(pattern);
  const wishes = wishesOf(JSON.parse(pattern), '');
  return ecrShapes.flatMap((shape) =>
    shape.detail === undefined
      ? []
      : [sample(shape, wishes, true), sample(shape, wishes, false)].filter(({ event }) => compiled.matches(event)),
  );
}

function sample(shape: EventShape, wishes: ReadonlyMap<string, readonly unknown[]>, isWhole: boolean): Sample {
  const detail: Record<string, unknown> = {};
  const left: string[] = [];
  for (const [key, values] of Object.entries(shape.detail ?? {})) {
    if (key.endsWith('.*')) continue;
    const path = key.replace(/\?$/, '');
    if (key !== path && !isWhole) {
      left.push(path);
      // Of an image without a tag the list is there, and empty.
      if (LISTS.includes(path)) write(detail, path, []);
    } else write(detail, path, valueFor(values, wishes.get(`detail.${path}`), path));
  }
  for (const [path, asked] of wishes) {
    const inner = path.replace(/^detail\./, '');
    if (inner !== path && isOpen(shape, inner) && !asked.some(isAbsence)) write(detail, inner, textFor(asked, 'web'));
  }
  const missing = left.find((path) => path.startsWith('image-tag')) ?? left[0];
  const words =
    isWhole || missing === undefined ? `an ${shape.detailType}` : `an ${shape.detailType} without ${missing}`;
  return {
    words,
    shape,
    event: {
      version: '0',
      id: '00000000-0000-0000-0000-000000000000',
      'detail-type': shape.detailType,
      source: shape.source,
      account: textFor(wishes.get('account'), '123456789012'),
      time: '2026-01-15T09:30:00Z',
      region: textFor(wishes.get('region'), 'us-east-1'),
      resources: [],
      detail,
    },
  };
}

function write(detail: Record<string, unknown>, path: string, value: unknown): void {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) {
    detail[first] = value;
    return;
  }
  const inner = detail[first];
  const members = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  detail[first] = members;
  write(members, rest.join('.'), value);
}

/** Members that are lists in events, though a pattern says of a list what it says of one of its values. */
const LISTS: readonly string[] = ['image-tags'];

function valueFor(shape: FieldShape, wishes: readonly unknown[] | undefined, path: string): unknown {
  if (shape === 'number') return 1;
  if (shape === 'flag') return wishes?.find((wish) => typeof wish === 'boolean') ?? false;
  const byDefault = typeof shape === 'string' ? 'web' : (shape[0] ?? '');
  const text = textFor(
    wishes?.filter((wish) => typeof shape === 'string' || shape.some((one) => one === wish)),
    byDefault,
  );
  return LISTS.includes(path) ? [text] : text;
}

/** A text that one of some operators takes; whether it does is seen later, when the whole is matched. */
function textFor(wishes: readonly unknown[] | undefined, byDefault: string): string {
  for (const wish of wishes ?? []) {
    if (typeof wish === 'string') return wish;
    if (typeof wish !== 'object' || wish === null) continue;
    const [operator = '', value] = Object.entries(wish)[0] ?? [];
    if (typeof value !== 'string') continue;
    if (['prefix', 'suffix', 'equals-ignore-case'].includes(operator)) return value;
    if (operator === 'wildcard') return value.replaceAll('*', '');
  }
  return byDefault;
}

/** What a pattern asks for at each path, the branches of `$or` all together. */
export function wishesOf(pattern: unknown, prefix: string): Map<string, readonly unknown[]> {
  const wishes = new Map<string, readonly unknown[]>();
  if (typeof pattern !== 'object' || pattern === null) return wishes;
  for (const [name, value] of Object.entries(pattern)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const inner =
      name === '$or' && Array.isArray(value)
        ? value.map((branch) => wishesOf(branch, prefix))
        : Array.isArray(value)
          ? [new Map([[path, value as readonly unknown[]]])]
          : [wishesOf(value, path)];
    for (const map of inner) for (const [at, asked] of map) wishes.set(at, [...(wishes.get(at) ?? []), ...asked]);
  }
  return wishes;
}
