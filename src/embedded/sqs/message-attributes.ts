import { invalidParameter } from './faults.ts';
import type { MessageAttribute, MessageAttributes } from './message.ts';
import { isInput } from './read.ts';

/** More attributes than that, and the message is refused. */
const MOST = 10;

/** Reads `MessageAttributes` as a client sends them. Throws AWS's error for what cannot be an attribute. */
export function readAttributes(given: unknown): MessageAttributes {
  if (!isInput(given)) return {};
  const names = Object.keys(given);
  if (names.length > MOST) {
    throw invalidParameter(`Number of message attributes [${names.length}] exceeds the allowed maximum [${MOST}].`);
  }
  return Object.fromEntries(names.map((name) => [name, readAttribute(name, given[name])]));
}

/** The attributes as `ReceiveMessage` gives them. */
export function writeAttributes(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, value }]) => [
      name,
      typeof value === 'string'
        ? { StringValue: value, DataType: dataType }
        : { BinaryValue: value, DataType: dataType },
    ]),
  );
}

/** Those attributes that somebody asks for by name, by the beginning of a name (`ecr.*`), or all. */
export function askedFor(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  if (names.length === 0) return {};
  if (names.some((name) => name === 'All' || name === '.*' || name === '*')) return attributes;
  const prefixes = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2));
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) => names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)),
    ),
  );
}

/** How much of a message its attributes are: names, types and values count. */
export function sizeOfAttributes(attributes: MessageAttributes): number {
  let size = 0;
  for (const [name, { dataType, value }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(dataType);
    size += typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  }
  return size;
}

function readAttribute(name: string, given: unknown): MessageAttribute {
  checkName(name);
  const { DataType: dataType, StringValue: text, BinaryValue: binary } = isInput(given) ? given : {};
  if (typeof dataType !== 'string' || dataType === '') {
    throw invalidParameter(`The message attribute '${name}' must contain a non-empty message attribute type.`);
  }
  if (Buffer.byteLength(dataType) >= 256) {
    throw invalidParameter('Message (user) attribute types must be shorter than 256 Bytes');
  }
  const kind = /^(String|Number|Binary)(?:\.|$)/.exec(dataType)?.[1];
  if (kind === undefined) {
    throw invalidParameter(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  const value = kind === 'Binary' ? bytesOf(binary) : text;
  if ((typeof value !== 'string' && !(value instanceof Uint8Array)) || value.length === 0) {
    throw invalidParameter(`Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`);
  }
  if (kind === 'Number' && !isNumeric(value as string)) {
    throw invalidParameter(`Could not cast message attribute '${name}' value to number.`);
  }
  return { dataType, value };
}

function checkName(name: string): void {
  if (Buffer.byteLength(name) > 256) {
    throw invalidParameter('Message (user) attribute names must be shorter than 256 Bytes');
  }
  if (!/^[\p{L}\d_.-]+$/u.test(name)) {
    throw invalidParameter(
      'Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ',
    );
  }
  if (/^(?:aws\.|amazon\.|\.)|\.$|\.\./i.test(name)) {
    throw invalidParameter(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
    );
  }
}

function isNumeric(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text.trim());
}

/** JSON gives bytes as base64. */
function bytesOf(value: unknown): unknown {
  return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value;
}
