import { bytesOfItem, type Item, readItem } from './attribute-value.ts';
import { consumed, nothingUsed, readUnits, type Wanted } from './capacity.ts';
import { type Condition, readCondition } from './expression/condition.ts';
import { holds } from './expression/holds.ts';
import { type Range, toRange } from './expression/key-condition.ts';
import type { Path } from './expression/path.ts';
import { type Given, readPlaceholders } from './expression/placeholders.ts';
import { project, readProjection } from './expression/projection.ts';
import { checkKey, type KeySchema, keyOf, namesOf } from './key.ts';
import { attributesToGet, filterCondition, type Legacy, refuseMixture } from './legacy.ts';
import { invalid, invalidValues } from './refuse.ts';
import type { Index, Table } from './table.ts';
import type { Tables } from './tables.ts';

interface ReadInput extends Given, Legacy {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
  readonly Select?: string;
  readonly Limit?: number;
  readonly ConsistentRead?: boolean;
  readonly ScanIndexForward?: boolean;
  readonly ExclusiveStartKey?: Readonly<Record<string, unknown>>;
  readonly Segment?: number;
  readonly TotalSegments?: number;
  readonly ReturnConsumedCapacity?: Wanted;
}

/** How much is read for one answer. */
const PAGE = 1_048_576;
const EXPRESSIONS = ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'];
const LEGACY = ['AttributesToGet', 'QueryFilter', 'ScanFilter', 'KeyConditions', 'ConditionalOperator'];

/** Query and Scan. */
export function readOperations(tables: Tables) {
  function Query(input: ReadInput) {
    refuseMixture(input, LEGACY, EXPRESSIONS);
    const { KeyConditionExpression, FilterExpression, ProjectionExpression } = input;
    const wish = wishOf(input, { KeyConditionExpression, FilterExpression, ProjectionExpression });
    const { key } = wish;
    if (key === undefined) {
      throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
    }
    const { table, index } = place(tables, input);
    const collection = table.read(index);
    const range = toRange(key, collection.schema);
    refuseKeysInFilter(wish.filter, collection.schema);
    const start = startOf(input, table, index);
    return read(input, { table, index, wish, candidates: inRange(range) });

    function* inRange(within: Range): Generator<Item> {
      const all = collection.of(within.hash).filter((item) => within.holds(item));
      const isForward = input.ScanIndexForward !== false;
      for (const item of isForward ? all : all.toReversed()) {
        if (start !== undefined && collection.compare(item, start) * (isForward ? 1 : -1) <= 0) continue;
        yield item;
      }
    }
  }

  function Scan(input: ReadInput) {
    refuseMixture(input, LEGACY, EXPRESSIONS);
    const { FilterExpression, ProjectionExpression, Segment, TotalSegments } = input;
    refuseSegments(Segment, TotalSegments);
    const wish = wishOf(input, { FilterExpression, ProjectionExpression });
    const { table, index } = place(tables, input);
    const start = startOf(input, table, index);
    return read(input, { table, index, wish, candidates: ofSegment() });

    function* ofSegment(): Generator<Item> {
      for (const { item, place: where } of table.read(index).from(start)) {
        if (TotalSegments === undefined || where % TotalSegments === Segment) yield item;
      }
    }
  }

  return { Query, Scan };
}

/** What is asked of the items, and for. */
interface Wish {
  readonly key: Condition | undefined;
  readonly filter: Condition | undefined;
  readonly paths: readonly Path[] | undefined;
}

function wishOf(input: ReadInput, expressions: Readonly<Record<string, string | undefined>>): Wish {
  const { KeyConditionExpression: key, FilterExpression: filter, ProjectionExpression: projection } = expressions;
  const { Select: select, ConditionalOperator: by } = input;
  const placeholders = readPlaceholders(input, expressions);
  const wish = {
    filter:
      filter === undefined
        ? filterCondition(input.QueryFilter ?? input.ScanFilter, by)
        : readCondition('FilterExpression', filter, placeholders),
    paths: projection === undefined ? attributesToGet(input) : readProjection(projection, placeholders),
    key:
      key === undefined
        ? filterCondition(input.KeyConditions)
        : readCondition('KeyConditionExpression', key, placeholders),
  };
  placeholders.refuseUnused();
  if (wish.paths !== undefined && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    const member = projection === undefined ? 'AttributesToGet' : 'ProjectionExpression';
    throw invalid(
      select === 'COUNT'
        ? `Cannot specify the ${member} when choosing to get only the Count`
        : `Cannot specify the ${member} when choosing to get ${select}`,
    );
  }
  if (wish.paths === undefined && select === 'SPECIFIC_ATTRIBUTES') {
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  return wish;
}

function place(tables: Tables, { TableName, IndexName, ConsistentRead, Select }: ReadInput) {
  const table = tables.find(TableName);
  if (IndexName === undefined) {
    if (Select === 'ALL_PROJECTED_ATTRIBUTES') {
      throw invalidValues('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
    }
    return { table, index: undefined };
  }
  const index = table.indexes.get(IndexName);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${IndexName}`);
  if (index.kind === 'global') {
    if (ConsistentRead === true) throw invalid('Consistent reads are not supported on global secondary indexes');
    if (Select === 'ALL_ATTRIBUTES' && index.projection !== 'ALL') {
      throw invalidValues(
        `Select type ALL_ATTRIBUTES is not supported for global secondary index ${IndexName} because its projection type is not ALL`,
      );
    }
  }
  return { table, index };
}

/** The item that an answer before this one has ended with, as far as its key tells. */
function startOf({ ExclusiveStartKey: given }: ReadInput, table: Table, index: Index | undefined): Item | undefined {
  if (given === undefined) return undefined;
  const key = readItem(given);
  const names = new Set([...namesOf(table.schema), ...(index === undefined ? [] : namesOf(index.collection.schema))]);
  if (Object.keys(key).length !== names.size || [...names].some((name) => !Object.hasOwn(key, name))) {
    throw invalid('The provided starting key is invalid');
  }
  try {
    checkKey(keyOf(key, table.schema), table.schema);
  } catch {
    throw invalid('The provided starting key is invalid: The provided key element does not match the schema');
  }
  return key;
}

function refuseSegments(segment: number | undefined, total: number | undefined): void {
  if (segment === undefined && total === undefined) return;
  if (total === undefined) {
    throw invalid(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (segment === undefined) {
    throw invalid(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (segment < total) return;
  throw invalid(
    `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
  );
}

function refuseKeysInFilter(filter: Condition | undefined, schema: KeySchema): void {
  if (filter === undefined) return;
  const text = JSON.stringify(filter, (key, value: unknown) => (key === 'value' ? undefined : value));
  for (const name of namesOf(schema)) {
    if (!text.includes(`"path":[${JSON.stringify(name)}`)) continue;
    throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`);
  }
}

function read(
  input: ReadInput,
  how: {
    readonly table: Table;
    readonly index: Index | undefined;
    readonly wish: Wish;
    readonly candidates: Iterable<Item>;
  },
): Readonly<Record<string, unknown>> {
  const { table, index, wish, candidates } = how;
  const { Limit: limit = Infinity, Select: select } = input;
  const view = viewOf(input, table, index, wish);
  const items: Item[] = [];
  let [scanned, count, bytes] = [0, 0, 0];
  let last: Item | undefined;
  let isCut = false;
  for (const item of candidates) {
    if (scanned >= limit || bytes >= PAGE) {
      isCut = true;
      break;
    }
    scanned += 1;
    bytes += bytesOfItem(view.seen(item));
    last = item;
    if (wish.filter !== undefined && !holds(wish.filter, view.seen(item))) continue;
    count += 1;
    if (select !== 'COUNT') items.push(view.given(item));
  }
  // A page that is full has a key to go on from, also where nothing comes after it.
  const goesOn = last !== undefined && (isCut || scanned >= limit);
  const used = nothingUsed();
  const units = readUnits(bytes, input.ConsistentRead === true ? 'consistent' : 'eventual');
  if (index === undefined) used.table = units;
  else used.indexes.set(index.name, units);
  const ConsumedCapacity = consumed(table, used, input.ReturnConsumedCapacity);
  return {
    ...(select !== 'COUNT' && { Items: items }),
    Count: count,
    ScannedCount: scanned,
    ...(goesOn && last !== undefined && { LastEvaluatedKey: pageKey(last, table, index) }),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
}

function pageKey(item: Item, table: Table, index: Index | undefined): Item {
  return { ...(index !== undefined && keyOf(item, index.collection.schema)), ...keyOf(item, table.schema) };
}

/** What a filter sees of an item, and what is given of it. */
function viewOf(input: ReadInput, table: Table, index: Index | undefined, { paths }: Wish) {
  const { Select: select } = input;
  const seen = (item: Item): Item => (index === undefined ? item : projected(item, table, index));
  // A local index fetches from its table what it does not have.
  const isWhole = index?.kind === 'local' && (select === 'ALL_ATTRIBUTES' || paths !== undefined);
  return {
    seen: isWhole ? (item: Item): Item => item : seen,
    given: (item: Item): Item => {
      const whole = isWhole ? item : seen(item);
      return paths === undefined ? whole : project(whole, paths);
    },
  };
}

function projected(item: Item, table: Table, { projection, collection }: Index): Item {
  if (projection === 'ALL') return item;
  const names = new Set([
    ...namesOf(table.schema),
    ...namesOf(collection.schema),
    ...(projection === 'KEYS_ONLY' ? [] : projection.include),
  ]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}
