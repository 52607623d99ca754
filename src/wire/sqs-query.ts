/**
 * SQS spoke the query protocol until 2023, with names of its own: lists and maps are flat, and called by the name of one item. Clients of
 * that time still do.
 */
type Members = Readonly<Record<string, unknown>>;

/** Lists, by the name of one item. */
const LISTS: Readonly<Record<string, string>> = {
  ActionName: 'Actions',
  AttributeName: 'AttributeNames',
  AWSAccountId: 'AWSAccountIds',
  ChangeMessageVisibilityBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  SendMessageBatchRequestEntry: 'Entries',
  TagKey: 'TagKeys',
};

/** Maps, by the name of one entry. */
const MAPS: Readonly<Record<string, string>> = {
  Attribute: 'Attributes',
  MessageAttribute: 'MessageAttributes',
  MessageSystemAttribute: 'MessageSystemAttributes',
  Tag: 'Tags',
};

/** What answers call one item of a list, or one entry of a map. */
const ITEMS: Readonly<Record<string, string>> = {
  Attributes: 'Attribute',
  Failed: 'BatchResultErrorEntry',
  MessageAttributes: 'MessageAttribute',
  Messages: 'Message',
  QueueUrls: 'QueueUrl',
  queueUrls: 'QueueUrl',
  Tags: 'Tag',
};

/** Gives an input of the query protocol the names that the service's model has. `address` is the URL asked, which may be the queue's. */
export function fromSqsQuery(operation: string, input: unknown, address: string): unknown {
  if (!isMembers(input)) return input;
  const named = renamed(input);
  const { Tags, ...others } = named;
  const isOfQueue = /^https?:\/\/[^/]+\/\d{12}\/[^/]/.test(address);
  return {
    ...(isOfQueue && { QueueUrl: address }),
    ...(operation === 'CreateQueue' && Tags !== undefined ? { ...others, tags: Tags } : named),
  };
}

function renamed(input: Members): Members {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const list = LISTS[name];
      if (list !== undefined) return [list, listed(value).map((item) => (isMembers(item) ? renamed(item) : item))];
      const map = MAPS[name];
      return map === undefined ? [name, value] : [map, mapped(listed(value).filter(isMembers))];
    }),
  );
}

function mapped(entries: readonly Members[]): Members {
  return Object.fromEntries(entries.map(({ Name, Key = Name, Value }) => [String(Key), Value]));
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Gives an output the names of the query protocol; its lists are to be written flat. */
export function toSqsQuery(operation: string, output: unknown): unknown {
  if (!isMembers(output)) return output;
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => {
      if (name === 'Successful' || name === 'Results') return [`${operation}ResultEntry`, value];
      const item = ITEMS[name];
      if (item === undefined) return [name, value];
      if (Array.isArray(value)) return [item, value.map((each) => toSqsQuery(operation, each))];
      const key = name === 'Tags' ? 'Key' : 'Name';
      return [
        item,
        Object.entries(isMembers(value) ? value : {}).map(([entry, held]) => ({ [key]: entry, Value: held })),
      ];
    }),
  );
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
