import { Fault } from '../../wire/fault.ts';
import type { Item } from './attribute-value.ts';
import { capacityOf, usedOf } from './batch-operations.ts';
import { readUnits, type Used, useForWrite, type Wanted } from './capacity.ts';
import { type ItemInput, readOne, toCheck, toDelete, toPut, toUpdate } from './item-operations.ts';
import { keyText } from './key.ts';
import { invalid } from './refuse.ts';
import type { Table } from './table.ts';
import type { Tables } from './tables.ts';
import { prepare, type Write } from './write.ts';

interface TransactItem {
  readonly ConditionCheck?: ItemInput;
  readonly Put?: ItemInput;
  readonly Update?: ItemInput;
  readonly Delete?: ItemInput;
}

/** Why one item of a transaction has kept it from being carried out, or has not. */
interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

/** So long the same token means the same transaction. */
const TOKEN_LASTS = 10 * 60_000;
const NONE: Reason = { Code: 'None' };

/** TransactWriteItems and TransactGetItems: all of it, or nothing. */
export function transactionOperations(tables: Tables) {
  const { agenda } = tables.scene;

  /** Whether a transaction has been carried out already. Throws where its token was that of another. */
  function isKnown(token: string | undefined, asked: string): boolean {
    if (token === undefined) return false;
    const before = tables.transactions.get(token);
    if (before === undefined || before.until <= agenda.now()) return false;
    if (before.asked === asked) return true;
    throw new Fault(
      'IdempotentParameterMismatchException',
      'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token that was already used.',
    );
  }

  return {
    TransactWriteItems: ({
      TransactItems: items,
      ClientRequestToken: token,
      ReturnConsumedCapacity: wanted,
    }: {
      readonly TransactItems: readonly TransactItem[];
      readonly ClientRequestToken?: string;
      readonly ReturnConsumedCapacity?: Wanted;
    }) => {
      const asked = JSON.stringify(items);
      const isRepeated = isKnown(token, asked);
      const tries = items.map((item) => attempt(() => toWrite(tables, item)));
      refuseSameItem(tries.flatMap((each) => ('done' in each ? [each.done] : [])));
      const prepared = tries.map((each) =>
        'reason' in each ? each : attempt(() => ({ write: each.done, ...prepare(each.done) })),
      );
      const used = new Map<Table, Used>();
      if (isRepeated) {
        for (const each of prepared)
          if ('done' in each) usedOf(used, each.done.write.table).table += readUnits(0, 'transaction');
        return capacityOf(used, wanted, 'read');
      }
      cancelIf(prepared);
      for (const each of prepared) {
        if (!('done' in each)) continue;
        const { write, before, after } = each.done;
        if (before !== after) write.table.replace(before, after);
        useForWrite(usedOf(used, write.table), write.table, before, after, 2);
      }
      if (token !== undefined) tables.transactions.set(token, { asked, until: agenda.now() + TOKEN_LASTS });
      return capacityOf(used, wanted, 'write');
    },

    TransactGetItems: ({
      TransactItems: items,
      ReturnConsumedCapacity: wanted,
    }: {
      readonly TransactItems: readonly { readonly Get: ItemInput }[];
      readonly ReturnConsumedCapacity?: Wanted;
    }) => {
      const used = new Map<Table, Used>();
      const read = items.map(({ Get }) => attempt(() => readOne(tables, Get)));
      cancelIf(read);
      const Responses = read.map((each) => {
        if (!('done' in each)) return {};
        const { table, item, bytes } = each.done;
        usedOf(used, table).table += readUnits(bytes, 'transaction');
        return item === undefined ? {} : { Item: item };
      });
      return { Responses, ...capacityOf(used, wanted, 'read') };
    },
  };
}

function toWrite(tables: Tables, item: TransactItem): Write {
  const { ConditionCheck, Put, Update, Delete } = item;
  const given = [ConditionCheck, Put, Update, Delete].filter((each) => each !== undefined);
  if (given.length !== 1) throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  if (ConditionCheck !== undefined) return toCheck(tables, ConditionCheck);
  if (Put !== undefined) return toPut(tables, Put);
  return Update === undefined ? toDelete(tables, Delete!) : toUpdate(tables, Update).write;
}

function refuseSameItem(writes: readonly Write[]): void {
  const keys = writes.map(({ table, key }) => `${table.definition.name}\n${keyText(key, table.schema)}`);
  if (new Set(keys).size < keys.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
}

type Attempt<Done> = { readonly done: Done } | { readonly reason: Reason };

/** What keeps an item from being changed cancels the transaction; what is wrong with the request is refused as it is. */
function attempt<Done>(act: () => Done): Attempt<Done> {
  try {
    return { done: act() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message, members } = error;
    if (code === 'ConditionalCheckFailedException') {
      return { reason: { Code: 'ConditionalCheckFailed', Message: message, ...members } };
    }
    if (code !== 'ValidationException' || !OF_THE_ITEM.test(message)) throw error;
    return { reason: { Code: 'ValidationError', Message: message } };
  }
}

/** What is only found once the item is looked at; all else is read from the request alone. */
const OF_THE_ITEM =
  /^(?:One or more parameter values (?:were invalid: (?:Missing the key|Type mismatch)|are not valid)|The provided key element|The provided expression refers|An operand in the update|The document path provided|Item size|The update expression attempted|Number overflow|Number underflow)/;

function cancelIf(attempts: readonly Attempt<unknown>[]): void {
  if (attempts.every((each) => 'done' in each)) return;
  const reasons = attempts.map((each) => ('reason' in each ? each.reason : NONE));
  const codes = reasons.map(({ Code }) => Code).join(', ');
  throw new Fault(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    undefined,
    { CancellationReasons: reasons },
  );
}
