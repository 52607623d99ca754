import { Fault } from '../fault.ts';

type Type =
  | 'structure'
  | 'list'
  | 'map'
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'timestamp'
  | 'blob'
  | 'document';

const WANTED: Readonly<Partial<Record<Type, string>>> = {
  string: 'a String',
  integer: 'an Integer',
  number: 'a Double',
  boolean: 'a Boolean',
  timestamp: 'milliseconds since epoch',
  blob: 'a ByteBuffer',
};

/** Refuses a value of another type than the model's, as the services' readers of JSON do. */
export function checkType(type: Type, value: unknown): void {
  if (!fits(type, value)) throw new Fault('SerializationException', mismatch(type, value));
}

function fits(type: Type, value: unknown): boolean {
  switch (type) {
    case 'structure':
    case 'map':
      return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array);
    case 'list':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'integer':
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'boolean':
      return typeof value === 'boolean';
    case 'timestamp':
      return typeof value === 'number' || typeof value === 'string' || value instanceof Date;
    case 'blob':
      return typeof value === 'string' || value instanceof Uint8Array;
    case 'document':
      return true;
  }
}

function mismatch(type: Type, value: unknown): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (typeof value === 'object') return 'Start of structure or map found where not expected.';
  const token =
    typeof value === 'boolean' ? `${String(value).toUpperCase()}_VALUE` : `${typeof value}_VALUE`.toUpperCase();
  return type === 'list'
    ? 'Expected list or null'
    : `${token} can not be converted to ${WANTED[type] ?? 'a Structure'}`;
}
