import type { Operation } from '../service.ts';
import { batchOperations } from './batch-operations.ts';
import { itemOperations } from './item-operations.ts';
import { readOperations } from './read-operations.ts';
import { tableOperations } from './table-operations.ts';
import type { Tables } from './tables.ts';
import { transactionOperations } from './transaction-operations.ts';

/** Amazon DynamoDB: tables and their items. Reads see every write before them, also those of indexes. */
export function dynamodb({ tables }: { readonly tables: Tables }): Readonly<Record<string, Operation>> {
  return {
    ...tableOperations(tables),
    ...itemOperations(tables),
    ...readOperations(tables),
    ...batchOperations(tables),
    ...transactionOperations(tables),
    // The wire has checked each input against the service's model.
  } as Readonly<Record<string, (input: never) => unknown>> as Readonly<Record<string, Operation>>;
}
