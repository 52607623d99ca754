import { ecrShapes } from './ecr-shapes.ts';
import { type Field, fieldAt, type FieldShape } from './shape.ts';

/** Why AWS's schema would not have an event, a sentence each; none for an event that it would, and for one of a kind that nobody knows. */
export function eventDoubts(event: Readonly<Record<string, unknown>>): readonly string[] {
  const { source, 'detail-type': kind, detail } = event;
  const shapes = ecrShapes.filter((shape) => shape.source === source && shape.detailType === kind);
  const [shape] = shapes;
  if (shape === undefined)
    return [`there is no event of ECR's with source ${text(source)} and detail-type ${text(kind)}`];
  const found = new Map([...leaves({ ...event, detail: undefined }, ''), ...leaves(detail, 'detail.')]);
  const doubts = [...found].flatMap(([path, value]) => doubtOf(fieldAt(shape, path), path, value));
  const missing = Object.keys(shape.detail ?? {})
    .filter((key) => !key.endsWith('?') && !key.endsWith('.*') && !found.has(`detail.${key}`))
    .map((key) => `detail.${key} is missing, and always there`);
  const bare = ['version', 'id', 'account', 'time', 'region', 'resources', 'detail'].filter(
    (key) => !Object.hasOwn(event, key),
  );
  return [...bare.map((key) => `${key} is missing, and always there`), ...missing, ...doubts];
}

function doubtOf(field: Field | undefined, path: string, value: unknown): readonly string[] {
  if (field === undefined) return [`${path} is no member that AWS sends`];
  const { values } = field;
  return holds(values, value) ? [] : [`${path} is ${text(value)}, and AWS sends ${wordsOf(values)}`];
}

function holds(values: FieldShape, value: unknown): boolean {
  switch (values) {
    case 'anything':
      return true;
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    default:
      return typeof value === 'string' && values.includes(value);
  }
}

function wordsOf(values: FieldShape): string {
  if (typeof values === 'string')
    return { text: 'a text', number: 'a number', flag: 'true or false', anything: 'anything' }[values];
  return values.length === 0 ? 'nothing there' : values.map((value) => `"${value}"`).join(', ');
}

/** Everything at the ends of an event, by path; of a list each element is at the path of the list. */
function* leaves(value: unknown, prefix: string): Generator<readonly [string, unknown]> {
  if (Array.isArray(value)) {
    for (const element of value) yield* leaves(element, prefix);
    return;
  }
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) yield [prefix.slice(0, -1), value];
    return;
  }
  for (const [key, member] of Object.entries(value)) yield* leaves(member, `${prefix}${key}.`);
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'absent';
}
