import { Buffer } from 'node:buffer';
import { bytesOfDecimal, compareDecimals, readDecimal, writeDecimal } from './decimal.ts';
import { invalid, invalidValues } from './refuse.ts';

/** A value as DynamoDB's JSON has it; bytes are base64. None is ever changed: what is new is another. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item }
  | { readonly BOOL: boolean }
  | { readonly NULL: true };

/** An item, and any map in one. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** What types are called. */
export type TypeName = 'S' | 'N' | 'B' | 'SS' | 'NS' | 'BS' | 'L' | 'M' | 'BOOL' | 'NULL';

const TYPES: ReadonlySet<string> = new Set(['S', 'N', 'B', 'SS', 'NS', 'BS', 'L', 'M', 'BOOL', 'NULL']);
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const DEEPEST = 32;

export function typeOf(value: AttributeValue): TypeName {
  for (const name in value) return name as TypeName;
  throw new TypeError('A value without a type');
}

/** The value that a request gives: numbers as DynamoDB gives them back, members of other types gone. Throws what it refuses. */
export function readValue(given: unknown, depth = 0): AttributeValue {
  if (depth > DEEPEST) throw invalid('Nesting Levels have exceeded supported limits');
  const members = Object.entries(given as Readonly<Record<string, unknown>>).filter(
    ([name, value]) => TYPES.has(name) && value !== undefined && value !== null,
  );
  const [first] = members;
  if (first === undefined)
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  if (members.length > 1) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  const [type, value] = first as [TypeName, never];
  return readTyped(type, value, depth);
}

function readTyped(type: TypeName, value: never, depth: number): AttributeValue {
  switch (type) {
    case 'S':
      return { S: value };
    case 'N':
      return { N: readNumber(value) };
    case 'B':
      return { B: readBytes(value) };
    case 'BOOL':
      return { BOOL: value };
    case 'NULL':
      if (value !== true) throw invalidValues('Null attribute value types must have the value of true');
      return { NULL: true };
    case 'SS':
      return { SS: readSet(value, 'An string set  may not be empty', (texts) => `[${texts.join(', ')}]`) };
    case 'NS':
      return { NS: readNumbers(value) };
    case 'BS':
      return {
        BS: readSet(
          (value as readonly unknown[]).map(readBytes),
          'Binary sets should not be empty',
          (all) => `[${all.join(', ')}]of type BS`,
        ),
      };
    case 'L':
      return { L: (value as readonly unknown[]).map((each) => readValue(each, depth + 1)) };
    case 'M':
      return { M: readItem(value, depth + 1) };
  }
}

/** All values of a map. */
export function readItem(given: Readonly<Record<string, unknown>>, depth = 0): Item {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readValue(value, depth)]));
}

function readNumber(text: string): string {
  return writeDecimal(readDecimal(text));
}

function readBytes(given: unknown): string {
  return (typeof given === 'string' ? Buffer.from(given, 'base64') : Buffer.from(given as Uint8Array)).toString(
    'base64',
  );
}

function readNumbers(texts: readonly string[]): readonly string[] {
  if (texts.length === 0) throw invalidValues('An number set  may not be empty');
  const numbers = texts.map(readNumber);
  if (new Set(numbers).size < numbers.length) throw invalid('Input collection contains duplicates');
  return numbers;
}

function readSet(
  texts: readonly string[],
  empty: string,
  say: (texts: readonly string[]) => string,
): readonly string[] {
  if (texts.length === 0) throw invalidValues(empty);
  if (new Set(texts).size < texts.length) throw invalidValues(`Input collection ${say(texts)} contains duplicates.`);
  return texts;
}

/** Whether two values are the same; in sets the order is of no account. */
export function equals(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if ('L' in a && 'L' in b) return a.L.length === b.L.length && a.L.every((each, at) => equals(each, b.L[at]));
  if ('M' in a && 'M' in b) {
    const names = Object.keys(a.M);
    return names.length === Object.keys(b.M).length && names.every((name) => equals(a.M[name], own(b.M, name)));
  }
  const set = membersOf(a);
  if (set !== undefined) {
    const other = membersOf(b);
    return typeOf(a) === typeOf(b) && set.length === other?.length && set.every((each) => other.includes(each));
  }
  // Numbers have been written in the one way there is.
  const type = typeOf(a);
  return type === typeOf(b) && Reflect.get(a, type) === Reflect.get(b, type);
}

/** The members of a set. */
export function membersOf(value: AttributeValue): readonly string[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

/** Below 0, 0 or above; `undefined` where the two are not to be compared. */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('N' in a && 'N' in b) return compareDecimals(readDecimal(a.N), readDecimal(b.N));
  // By their bytes, as texts and binaries are sorted there.
  if ('S' in a && 'S' in b) return compareTexts(a.S, b.S);
  if ('B' in a && 'B' in b) return Buffer.compare(Buffer.from(a.B, 'base64'), Buffer.from(b.B, 'base64'));
  return undefined;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  // Only surrogates are in another order in UTF-16 than in UTF-8.
  if (!/[\uD800-\uFFFF]/.test(a) && !/[\uD800-\uFFFF]/.test(b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** How many bytes a value takes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function bytesOf(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return bytesOfDecimal(readDecimal(value.N));
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('SS' in value) return sum(value.SS, (each) => Buffer.byteLength(each));
  if ('NS' in value) return sum(value.NS, (each) => bytesOfDecimal(readDecimal(each)));
  if ('BS' in value) return sum(value.BS, (each) => Buffer.byteLength(each, 'base64'));
  if ('L' in value) return 3 + sum(value.L, (each) => 1 + bytesOf(each));
  if ('M' in value) return 3 + Object.keys(value.M).length + bytesOfItem(value.M);
  return 1;
}

/** How many bytes an item takes: its names and its values. */
export function bytesOfItem(item: Item): number {
  return sum(Object.entries(item), ([name, value]) => Buffer.byteLength(name) + bytesOf(value));
}

function sum<Each>(all: readonly Each[], of: (each: Each) => number): number {
  let total = 0;
  for (const each of all) total += of(each);
  return total;
}

/** A member of its own of an item: names like `constructor` are names like any other. */
export function own(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}
