import { type Item, readItem } from './attribute-value.ts';
import { consumed, nothingUsed, readUnits, useForWrite, type Wanted } from './capacity.ts';
import { bytesOfItem } from './attribute-value.ts';
import { type Condition, readCondition } from './expression/condition.ts';
import { type Given, type Placeholders, readPlaceholders } from './expression/placeholders.ts';
import { project, readProjection } from './expression/projection.ts';
import { type Action, readUpdate } from './expression/update.ts';
import { checkKey } from './key.ts';
import { attributesToGet, expectedCondition, type Legacy, refuseMixture, updateActions } from './legacy.ts';
import { invalid } from './refuse.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';
import { deleting, prepare, putting, updating, type Write } from './write.ts';

/** What calls about one item are given. */
export interface ItemInput extends Given, Legacy {
  readonly TableName: string;
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly Item?: Readonly<Record<string, unknown>>;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ConsistentRead?: boolean;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly ReturnConsumedCapacity?: Wanted;
}

/** PutItem, GetItem, UpdateItem and DeleteItem. */
export function itemOperations(tables: Tables) {
  function write(input: ItemInput, plan: Plan): Readonly<Record<string, unknown>> {
    const { ReturnValues: returns = 'NONE', ReturnConsumedCapacity: wanted } = input;
    if (!plan.mayReturn.includes(returns)) throw invalid('ReturnValues can only be ALL_OLD or NONE');
    const { table } = plan.write;
    const { before, after } = prepare(plan.write);
    table.replace(before, after);
    const used = nothingUsed();
    useForWrite(used, table, before, after);
    const Attributes = returned(returns, before, after, plan.actions);
    const ConsumedCapacity = consumed(table, used, wanted);
    return { ...(Attributes && { Attributes }), ...(ConsumedCapacity && { ConsumedCapacity }) };
  }

  return {
    PutItem: (input: ItemInput) => {
      const mayReturn = ['NONE', 'ALL_OLD'];
      return write(input, { write: toPut(tables, input), mayReturn });
    },
    DeleteItem: (input: ItemInput) => {
      const mayReturn = ['NONE', 'ALL_OLD'];
      return write(input, { write: toDelete(tables, input), mayReturn });
    },
    UpdateItem: (input: ItemInput) => {
      const mayReturn = ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW'];
      return write(input, { ...toUpdate(tables, input), mayReturn });
    },
    GetItem: (input: ItemInput) => {
      const { table, item, bytes } = readOne(tables, input);
      const used = nothingUsed();
      used.table = readUnits(bytes, input.ConsistentRead === true ? 'consistent' : 'eventual');
      const ConsumedCapacity = consumed(table, used, input.ReturnConsumedCapacity);
      return { ...(item && { Item: item }), ...(ConsumedCapacity && { ConsumedCapacity }) };
    },
  };
}

/** A write, and what of it may be returned. */
interface Plan {
  readonly write: Write;
  readonly actions?: readonly Action[];
  readonly mayReturn: readonly string[];
}

function returned(
  returns: string,
  before: Item | undefined,
  after: Item | undefined,
  actions: readonly Action[] = [],
): Item | undefined {
  const of = returns.endsWith('_OLD') ? before : after;
  if (returns === 'NONE' || of === undefined) return undefined;
  if (returns.startsWith('ALL')) return of;
  const paths = actions.map(({ path }) => path);
  const touched = project(of, paths);
  return Object.keys(touched).length === 0 ? undefined : touched;
}

/** Reads one item, with nothing but what is wanted of it. */
export function readOne(
  tables: Tables,
  input: ItemInput,
): { readonly table: Table; readonly item: Item | undefined; readonly bytes: number } {
  refuseMixture(input, ['AttributesToGet'], ['ProjectionExpression']);
  const { ProjectionExpression } = input;
  const placeholders = readPlaceholders(input, { ProjectionExpression });
  const paths =
    ProjectionExpression === undefined ? attributesToGet(input) : readProjection(ProjectionExpression, placeholders);
  placeholders.refuseUnused();
  const key = readItem(input.Key ?? {});
  const table = tables.find(input.TableName, { key });
  checkKey(key, table.schema);
  const item = table.get(key);
  const bytes = item === undefined ? 0 : bytesOfItem(item);
  return { table, item: item === undefined || paths === undefined ? item : project(item, paths), bytes };
}

/** Makes a write of what PutItem is given. */
export function toPut(tables: Tables, input: ItemInput): Write {
  refuseMixture(input, ['Expected'], ['ConditionExpression']);
  const item = readItem(input.Item ?? {});
  const { condition, placeholders } = conditionOf(input);
  placeholders.refuseUnused();
  const table = tables.find(input.TableName, { item, condition });
  return { ...putting(table, item), condition, returnsOld: returnsOld(input) };
}

/** Makes a write of what DeleteItem is given. */
export function toDelete(tables: Tables, input: ItemInput): Write {
  refuseMixture(input, ['Expected'], ['ConditionExpression']);
  const key = readItem(input.Key ?? {});
  const { condition, placeholders } = conditionOf(input);
  placeholders.refuseUnused();
  const table = tables.find(input.TableName, { key });
  return { ...deleting(table, key), condition, returnsOld: returnsOld(input) };
}

/** Makes a write of what UpdateItem is given. */
export function toUpdate(
  tables: Tables,
  input: ItemInput,
): { readonly write: Write; readonly actions: readonly Action[] } {
  refuseMixture(input, ['AttributeUpdates', 'Expected'], ['UpdateExpression', 'ConditionExpression']);
  const { UpdateExpression } = input;
  const key = readItem(input.Key ?? {});
  const { condition, placeholders } = conditionOf(input, { UpdateExpression });
  const actions = UpdateExpression === undefined ? updateActions(input) : readUpdate(UpdateExpression, placeholders);
  placeholders.refuseUnused();
  const table = tables.find(input.TableName, { key });
  return { write: { ...updating(table, key, actions), condition, returnsOld: returnsOld(input) }, actions };
}

/** Makes a write of a ConditionCheck: it changes nothing. */
export function toCheck(tables: Tables, input: ItemInput): Write {
  const key = readItem(input.Key ?? {});
  const { condition, placeholders } = conditionOf(input);
  placeholders.refuseUnused();
  const table = tables.find(input.TableName, { key });
  checkKey(key, table.schema);
  return { table, key, condition, returnsOld: returnsOld(input), change: (before) => before };
}

function conditionOf(
  input: ItemInput,
  others: Readonly<Record<string, string | undefined>> = {},
): { readonly condition: Condition | undefined; readonly placeholders: Placeholders } {
  const { ConditionExpression } = input;
  const placeholders = readPlaceholders(input, { ...others, ConditionExpression });
  const condition =
    ConditionExpression === undefined
      ? expectedCondition(input)
      : readCondition('ConditionExpression', ConditionExpression, placeholders);
  return { condition, placeholders };
}

function returnsOld({ ReturnValuesOnConditionCheckFailure: returns }: ItemInput): boolean {
  return returns === 'ALL_OLD';
}
