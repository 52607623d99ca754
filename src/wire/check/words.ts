import type { Model } from '../model.ts';
import { bytesIn, numeral } from './constraint.ts';

/** Members that the service has and its public model has not; it names them all the same. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  PutEventsRequestEntry: ['kmsKeyIdentifier', 'internalMetadata'],
};

/** A member's name as the services name it in errors. */
export function lowered(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}

/** A value as the services repeat it in errors: a structure as `Name(member=value, …)`, a list in brackets, a map in braces. */
export function worded(model: Model, name: string, value: unknown): string {
  if (value === undefined || value === null) return 'null';
  const shape = model.shapes[name];
  // What is of another type than its shape says is refused for that; here it is only part of what is repeated.
  if (typeof value !== 'object' || Array.isArray(value) !== (shape?.type === 'list')) return plain(value, shape?.type);
  const held = value as Readonly<Record<string, unknown>>;
  switch (shape?.type) {
    case 'structure': {
      const members = Object.entries(shape.members).map(
        ([key, of]) => `${lowered(key)}=${worded(model, of, held[key])}`,
      );
      return `${name}(${[...members, ...(HIDDEN[name] ?? []).map((key) => `${key}=null`)].join(', ')})`;
    }
    case 'list':
      return `[${(value as readonly unknown[]).map((each) => worded(model, shape.of, each)).join(', ')}]`;
    case 'map':
      return `{${Object.entries(held)
        .map(([key, each]) => `${key}=${worded(model, shape.of, each)}`)
        .join(', ')}}`;
    default:
      return plain(value, shape?.type);
  }
}

function plain(value: unknown, type: string | undefined): string {
  if (type === 'blob') return buffered(bytesIn(value));
  if (typeof value === 'number') return numeral(value, type);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Bytes are not repeated: what Java makes of a buffer of theirs is. */
function buffered(length: number): string {
  return `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`;
}
