import { type AttributeValue, bytesOf, type Item, own, typeOf } from './attribute-value.ts';
import { invalid, invalidValues } from './refuse.ts';

/** The attributes that items of a table or an index are found by. */
export interface KeySchema {
  readonly hash: string;
  readonly range?: string | undefined;
  /** S, N or B, by the name of the attribute. */
  readonly types: Readonly<Record<string, string>>;
}

const LONGEST = { hash: 2_048, range: 1_024 };

/** The names of a key's attributes. */
export function namesOf({ hash, range }: KeySchema): readonly string[] {
  return range === undefined ? [hash] : [hash, range];
}

/** Throws what DynamoDB answers to a new item whose key is no key of the table. */
export function checkItemKey(item: Item, schema: KeySchema): void {
  for (const name of namesOf(schema)) {
    const value = own(item, name);
    if (value === undefined) throw invalidValues(`Missing the key ${name} in the item`);
    if (typeOf(value) !== schema.types[name]) {
      throw invalidValues(`Type mismatch for key ${name} expected: ${schema.types[name]} actual: ${typeOf(value)}`);
    }
    checkKeyValue(name, value, name === schema.hash ? 'hash' : 'range');
  }
}

/** Throws what DynamoDB answers to a key of a request that is no key of the table. */
export function checkKey(key: Item, schema: KeySchema): void {
  const names = namesOf(schema);
  const fits = names.every((name) => {
    const value = own(key, name);
    return value !== undefined && typeOf(value) === schema.types[name];
  });
  if (!fits || Object.keys(key).length !== names.length) {
    throw invalid('The provided key element does not match the schema');
  }
  for (const name of names) checkKeyValue(name, own(key, name)!, name === schema.hash ? 'hash' : 'range');
}

function checkKeyValue(name: string, value: AttributeValue, kind: 'hash' | 'range'): void {
  const isEmpty = ('S' in value && value.S === '') || ('B' in value && value.B === '');
  if (isEmpty) {
    const type = 'S' in value ? 'string' : 'binary';
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type} value. Key: ${name}`,
    );
  }
  if (bytesOf(value) <= LONGEST[kind]) return;
  throw invalidValues(
    kind === 'hash'
      ? `Size of hashkey has exceeded the maximum size limit of${LONGEST.hash} bytes`
      : `Aggregated size of all range keys has exceeded the size limit of ${LONGEST.range} bytes`,
  );
}

/** Throws what DynamoDB answers to an item that an index cannot hold though it has the attribute. */
export function checkIndexKey(item: Item, index: string, schema: KeySchema, isUpdate: boolean): void {
  for (const name of namesOf(schema)) {
    const value = own(item, name);
    if (value === undefined) continue;
    if (typeOf(value) !== schema.types[name]) {
      throw isUpdate
        ? invalid('The update expression attempted to update the secondary index key to unsupported type')
        : invalidValues(
            `Type mismatch for Index Key ${name} Expected: ${schema.types[name]} Actual: ${typeOf(value)} IndexName: ${index}`,
          );
    }
    if (!(('S' in value && value.S === '') || ('B' in value && value.B === ''))) continue;
    const type = 'S' in value ? 'string' : 'binary';
    throw invalid(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${type} value. IndexName: ${index}, IndexKey: ${name}`,
    );
  }
}

/** A key of an item: those of its attributes. */
export function keyOf(item: Item, schema: KeySchema): Item {
  return Object.fromEntries(namesOf(schema).map((name) => [name, item[name]!]));
}

/** A key as a text, to find items by. */
export function keyText(key: Item, { hash, range }: KeySchema): string {
  const text = valueText(key[hash]!);
  return range === undefined ? text : `${text.length}/${text}${valueText(key[range]!)}`;
}

/** The value of a key's attribute as a text. */
export function valueText(value: AttributeValue): string {
  const type = typeOf(value);
  return `${type}${String(Reflect.get(value, type))}`;
}
