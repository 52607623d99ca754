import { type AttributeValue, readValue } from '../attribute-value.ts';
import { invalid } from '../refuse.ts';

/** What a request gives names and values for, and which of them its expressions have used. */
export interface Placeholders {
  name(placeholder: string): string | undefined;
  value(placeholder: string): AttributeValue | undefined;
  /** Throws where a placeholder was given for nothing. */
  refuseUnused(): void;
}

/** What an expression may have in a request, by the member of the request. */
export interface Given {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
}

const KEY = /^[#:][A-Za-z0-9_]+$/;

/** Reads the placeholders of a request; `expressions` are the members that may use them. */
export function readPlaceholders(
  given: Given,
  expressions: Readonly<Record<string, string | undefined>>,
): Placeholders {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = given;
  const present = Object.values(expressions).some((text) => text !== undefined);
  if (names !== undefined) {
    if (!present) throw invalid('ExpressionAttributeNames can only be specified when using expressions');
    if (Object.keys(names).length === 0) throw invalid('ExpressionAttributeNames must not be empty');
    for (const key of Object.keys(names)) {
      if (!key.startsWith('#') || !KEY.test(key))
        throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
    }
  }
  const read = new Map<string, AttributeValue>();
  if (values !== undefined) {
    const members = Object.entries(expressions).filter(([member]) => member !== 'ProjectionExpression');
    if (!members.some(([, text]) => text !== undefined)) {
      const words = members.map(([member]) => member);
      const are = words.length === 1 ? 'is' : 'are';
      throw invalid(
        `ExpressionAttributeValues can only be specified when using expressions: ${words.join(' and ')} ${are} null`,
      );
    }
    if (Object.keys(values).length === 0) throw invalid('ExpressionAttributeValues must not be empty');
    for (const [key, value] of Object.entries(values)) {
      if (!key.startsWith(':') || !KEY.test(key))
        throw invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
      read.set(key, readNamed(key, value));
    }
  }
  const unusedNames = new Set(Object.keys(names ?? {}));
  const unusedValues = new Set(read.keys());
  return {
    name: (placeholder) => {
      unusedNames.delete(placeholder);
      return names !== undefined && Object.hasOwn(names, placeholder) ? names[placeholder] : undefined;
    },
    value: (placeholder) => {
      unusedValues.delete(placeholder);
      return read.get(placeholder);
    },
    refuseUnused: () => {
      refuse('ExpressionAttributeNames', unusedNames);
      refuse('ExpressionAttributeValues', unusedValues);
    },
  };
}

function readNamed(key: string, value: unknown): AttributeValue {
  try {
    return readValue(value);
  } catch (error) {
    const { message } = error as Error;
    throw invalid(`ExpressionAttributeValues contains invalid value: ${message} for key ${key}`);
  }
}

function refuse(member: string, unused: ReadonlySet<string>): void {
  if (unused.size === 0) return;
  throw invalid(`Value provided in ${member} unused in expressions: keys: {${[...unused].join(', ')}}`);
}
