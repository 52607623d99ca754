import type { KeySchema } from './key.ts';
import { invalid, invalidValues } from './refuse.ts';
import type { IndexDefinition, Projection } from './table.ts';
import type { NewTable } from './tables.ts';

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

interface IndexInput {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
  readonly ProvisionedThroughput?: Throughput;
}

interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/** What CreateTable is given. */
export interface CreateTableInput {
  readonly TableName: string;
  readonly AttributeDefinitions?: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly KeySchema?: readonly KeyElement[];
  readonly LocalSecondaryIndexes?: readonly IndexInput[];
  readonly GlobalSecondaryIndexes?: readonly IndexInput[];
  readonly BillingMode?: string;
  readonly ProvisionedThroughput?: Throughput;
  readonly StreamSpecification?: { readonly StreamEnabled: boolean; readonly StreamViewType?: string };
  readonly SSESpecification?: { readonly Enabled?: boolean; readonly KMSMasterKeyId?: string };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly TableClass?: string;
  readonly DeletionProtectionEnabled?: boolean;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const MOST = { global: 20, local: 5 };
const NAME = /^[A-Za-z0-9_.-]{3,255}$/;

/** The table that CreateTable means. Throws what DynamoDB answers to one that cannot be. */
export function defineTable(input: CreateTableInput): NewTable {
  const { TableName: name, AttributeDefinitions: attributes = [], KeySchema: keys = [] } = input;
  const { LocalSecondaryIndexes: locals = [], GlobalSecondaryIndexes: globals = [] } = input;
  refuseName(name);
  if (attributes.length === 0) throw invalidValues('Missing or empty AttributeDefinitions');
  if (keys.length === 0) throw invalidValues('Missing or empty KeySchema');
  refuseThroughput(input);
  const types = Object.fromEntries(attributes.map((each) => [each.AttributeName, each.AttributeType]));
  if (Object.keys(types).length < attributes.length) {
    throw invalidValues('Cannot have two attributes with the same name');
  }
  const schema = schemaOf(keys, types);
  refuseIndexes(input, schema);
  const indexes = [
    ...locals.map((index) => indexOf(index, 'local', types)),
    ...globals.map((index) => indexOf(index, 'global', types)),
  ];
  refuseUnusedDefinitions(types, [schema, ...indexes.map((index) => index.schema)]);
  return { name, schema, indexes, described: describedOf(input) };
}

function refuseName(name: string): void {
  if (NAME.test(name)) return;
  throw invalid(
    `Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'`,
  );
}

function refuseThroughput({
  BillingMode = 'PROVISIONED',
  ProvisionedThroughput,
  GlobalSecondaryIndexes = [],
}: CreateTableInput): void {
  if (BillingMode === 'PAY_PER_REQUEST') {
    if (ProvisionedThroughput === undefined) return;
    throw invalidValues(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (ProvisionedThroughput === undefined) {
    throw invalidValues(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  const without = GlobalSecondaryIndexes.find((index) => index.ProvisionedThroughput === undefined);
  if (without !== undefined) {
    throw invalidValues(`ProvisionedThroughput is not specified for index: ${without.IndexName}`);
  }
}

function schemaOf(keys: readonly KeyElement[], types: Readonly<Record<string, string>>): KeySchema {
  const [first, second] = keys;
  if (keys.length > 2) throw invalidValues('Too many KeySchemaElements: a key has one or two');
  if (first?.KeyType !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (first.AttributeName === second?.AttributeName) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  const names = keys.map(({ AttributeName }) => AttributeName);
  if (names.some((name) => !Object.hasOwn(types, name))) {
    throw invalidValues(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${names.join(', ')}], AttributeDefinitions: [${Object.keys(types).join(', ')}]`,
    );
  }
  return {
    hash: first.AttributeName,
    range: second?.AttributeName,
    types: Object.fromEntries(names.map((name) => [name, types[name]!])),
  };
}

function refuseIndexes(
  { LocalSecondaryIndexes: locals, GlobalSecondaryIndexes: globals }: CreateTableInput,
  schema: KeySchema,
): void {
  if (locals?.length === 0) throw invalidValues('List of LocalSecondaryIndexes is empty');
  if (globals?.length === 0) throw invalidValues('List of GlobalSecondaryIndexes is empty');
  const all = [...(locals ?? []), ...(globals ?? [])];
  for (const [at, { IndexName }] of all.entries()) {
    refuseName(IndexName);
    if (all.slice(0, at).some((other) => other.IndexName === IndexName)) {
      throw invalidValues(`Duplicate index name: ${IndexName}`);
    }
  }
  if (locals !== undefined && schema.range === undefined) {
    throw invalidValues(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  for (const { IndexName, KeySchema: keys } of locals ?? []) {
    if (keys.length < 2) throw invalidValues(`Index KeySchema does not have a range key for index: ${IndexName}`);
    if (keys[0]?.AttributeName !== schema.hash) {
      throw invalidValues(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${IndexName}. index hash key: ${keys[0]?.AttributeName}, table hash key: ${schema.hash}`,
      );
    }
  }
  for (const [kind, list, word] of [
    ['local', locals, 'LocalSecondaryIndex'],
    ['global', globals, 'GlobalSecondaryIndex'],
  ] as const) {
    if ((list?.length ?? 0) <= MOST[kind]) continue;
    throw invalidValues(`${word} count exceeds the per-table limit of ${MOST[kind]}`);
  }
}

function indexOf(
  index: IndexInput,
  kind: 'global' | 'local',
  types: Readonly<Record<string, string>>,
): IndexDefinition {
  const { IndexName: name, KeySchema: keys } = index;
  return { name, kind, schema: schemaOf(keys, types), projection: projectionOf(index), definition: { ...index } };
}

function projectionOf({ Projection: { ProjectionType: type, NonKeyAttributes: names } }: IndexInput): Projection {
  if (type === undefined) throw invalidValues('Unknown ProjectionType: null');
  if (type === 'INCLUDE') {
    if (names === undefined) throw invalidValues('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
    return { include: names };
  }
  if (names !== undefined) throw invalidValues(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  return type as 'ALL' | 'KEYS_ONLY';
}

function refuseUnusedDefinitions(types: Readonly<Record<string, string>>, schemas: readonly KeySchema[]): void {
  const used = new Set(schemas.flatMap((schema) => Object.keys(schema.types)));
  if (used.size === Object.keys(types).length) return;
  throw invalidValues(
    schemas.length === 1
      ? 'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions'
      : `Some AttributeDefinitions are not used. AttributeDefinitions: [${Object.keys(types).join(', ')}], keys used: [${[...used].join(', ')}]`,
  );
}

/** What DescribeTable gives back of it. */
function describedOf(input: CreateTableInput): Readonly<Record<string, unknown>> {
  const { AttributeDefinitions, KeySchema, BillingMode, StreamSpecification, SSESpecification, TableClass } = input;
  return {
    AttributeDefinitions,
    KeySchema,
    ProvisionedThroughput: throughputOf(input.ProvisionedThroughput),
    ...(BillingMode === 'PAY_PER_REQUEST' && { BillingModeSummary: { BillingMode } }),
    ...(StreamSpecification?.StreamEnabled === true && { StreamSpecification }),
    ...(SSESpecification?.Enabled === true && {
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: SSESpecification.KMSMasterKeyId },
    }),
    ...(TableClass !== undefined && { TableClassSummary: { TableClass } }),
    DeletionProtectionEnabled: input.DeletionProtectionEnabled === true,
  };
}

/** Provisioned throughput as it is described; none is zero. */
export function throughputOf(given: Throughput | undefined): Readonly<Record<string, number>> {
  return {
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: given?.ReadCapacityUnits ?? 0,
    WriteCapacityUnits: given?.WriteCapacityUnits ?? 0,
  };
}
