import { Fault } from '../../wire/fault.ts';
import type { MessageAttribute, MessageAttributes } from '../sqs/message.ts';
import { invalidValue } from './faults.ts';
import { isInput } from './read.ts';

/** Reads `MessageAttributes` as a client sends them. Throws AWS's error for what cannot be an attribute. */
export function readAttributes(given: unknown): MessageAttributes {
  if (!isInput(given)) return {};
  return Object.fromEntries(Object.entries(given).map(([name, attribute]) => [name, readAttribute(name, attribute)]));
}

function readAttribute(name: string, given: unknown): MessageAttribute {
  checkName(name);
  const { DataType: dataType, StringValue: text, BinaryValue: binary } = isInput(given) ? given : {};
  if (typeof dataType !== 'string' || dataType === '') {
    const at = `messageAttributes.${name}.member.dataType`;
    throw new Fault(
      'ValidationError',
      `1 validation error detected: Value null at '${at}' failed to satisfy constraint: Member must not be null`,
    );
  }
  const kind = /^(String|Number|Binary)(?:\.|$)/.exec(dataType)?.[1];
  if (kind === undefined) {
    throw invalidValue(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const [own, other] = kind === 'Binary' ? [binary, text] : [text, binary];
  if (own === undefined && other !== undefined) {
    throw invalidValue(
      `The message attribute '${name}' with type '${dataType}' must use field '${kind === 'Binary' ? 'Binary' : 'String'}'.`,
    );
  }
  const value = kind === 'Binary' && typeof own === 'string' ? new Uint8Array(Buffer.from(own, 'base64')) : own;
  if ((typeof value !== 'string' && !(value instanceof Uint8Array)) || value.length === 0) {
    throw invalidValue(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${dataType}'.`,
    );
  }
  return { dataType, value };
}

function checkName(name: string): void {
  if (Buffer.byteLength(name) > 256) {
    throw invalidValue('Length of message attribute name must be less than 256 bytes.');
  }
  if (name.startsWith('.')) {
    throw invalidValue("Invalid message attribute name starting with character '.' was found.");
  }
  if (name.endsWith('.')) throw invalidValue("Invalid message attribute name ending with character '.' was found.");
  const outlaw = /[^\w.-]/.exec(name)?.[0];
  if (outlaw !== undefined) {
    throw invalidValue(
      `Invalid non-alphanumeric character '#x${outlaw.charCodeAt(0).toString(16).toUpperCase()}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.includes('..')) throw invalidValue("Message attribute name can not have successive '.' character.");
}

/** The attributes as notifications have them. */
export function notedAttributes(
  attributes: MessageAttributes,
): Readonly<Record<string, { readonly Type: string; readonly Value: string }>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, value }]) => [
      name,
      { Type: dataType, Value: typeof value === 'string' ? value : Buffer.from(value).toString('base64') },
    ]),
  );
}

/** The attributes as filter policies see them: bytes are not seen at all, and an array is each of its items. */
export function filteredAttributes(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  for (const [name, { dataType, value }] of Object.entries(attributes)) {
    if (typeof value !== 'string') continue;
    seen[name] = dataType === 'String.Array' || dataType === 'Number' ? parse(value) : value;
  }
  return seen;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
