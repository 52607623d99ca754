import type { Instant, Milliseconds } from '../../clock.ts';
import { bytesOfItem, type Item, own } from './attribute-value.ts';
import { Collection } from './collection.ts';
import { checkIndexKey, type KeySchema, keyText } from './key.ts';

/** A secondary index. */
export interface Index {
  readonly name: string;
  readonly kind: 'global' | 'local';
  readonly projection: Projection;
  readonly collection: Collection;
  readonly definition: Readonly<Record<string, unknown>>;
}

/** Which attributes an index has besides the keys. */
export type Projection = 'ALL' | 'KEYS_ONLY' | { readonly include: readonly string[] };

/** How a table is made. */
export interface TableDefinition {
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAt: Instant;
  readonly schema: KeySchema;
  readonly indexes: readonly IndexDefinition[];
  /** That nobody has made it, and a call says what it must look like. */
  readonly isAssumed?: true;
  /** What CreateTable was given, as far as DescribeTable gives it back. */
  readonly described: Readonly<Record<string, unknown>>;
}

export interface IndexDefinition extends Pick<Index, 'name' | 'kind' | 'projection' | 'definition'> {
  readonly schema: KeySchema;
}

/**
 * AWS takes expired items away within a few days and says no more; until then they are read like any other. Here it is two days, so
 * that nobody is led to rely on it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
const LINGERS: Milliseconds = 48 * 3_600_000;
/** What has expired longer ago than that was no time at all, and stays. */
const FIVE_YEARS: Milliseconds = 5 * 365.25 * 86_400_000;

/** A table with its items. A class, because it is changed in place. */
export class Table {
  readonly definition: TableDefinition;
  readonly schema: KeySchema;
  readonly indexes: ReadonlyMap<string, Index>;
  readonly collection: Collection;
  readonly tags = new Map<string, string>();
  readonly #items = new Map<string, Item>();
  readonly #now: () => Instant;
  #timeToLive: string | undefined;
  /** When the next item goes by itself. */
  #nextGone: Instant = Infinity;
  #bytes = 0;

  constructor(definition: TableDefinition, now: () => Instant) {
    this.definition = definition;
    this.schema = definition.schema;
    this.#now = now;
    this.collection = new Collection(definition.schema, definition.schema);
    this.indexes = new Map(
      definition.indexes.map(({ schema, ...index }) => [
        index.name,
        { ...index, collection: new Collection(schema, definition.schema) },
      ]),
    );
  }

  get size(): number {
    this.#purge();
    return this.#items.size;
  }

  get bytes(): number {
    this.#purge();
    return this.#bytes;
  }

  /** The attribute that says when an item expires. */
  get timeToLive(): string | undefined {
    return this.#timeToLive;
  }

  set timeToLive(attribute: string | undefined) {
    this.#timeToLive = attribute;
    this.#nextGone = Infinity;
    for (const item of this.#items.values()) this.#nextGone = Math.min(this.#nextGone, this.#goneAt(item));
  }

  get(key: Item): Item | undefined {
    this.#purge();
    return this.#items.get(keyText(key, this.schema));
  }

  /** What is to be read: the table, or one of its indexes. */
  read(index?: Index): Collection {
    this.#purge();
    return index === undefined ? this.collection : index.collection;
  }

  /** Throws what DynamoDB answers where an index cannot have the item. */
  checkIndexes(item: Item, isUpdate = false): void {
    for (const { name, collection } of this.indexes.values()) checkIndexKey(item, name, collection.schema, isUpdate);
  }

  /** Puts an item in the place of the one that it has the key of, or takes that away. */
  replace(before: Item | undefined, after: Item | undefined): void {
    if (before !== undefined) this.#remove(before);
    if (after === undefined) return;
    this.#items.set(keyText(after, this.schema), after);
    this.#bytes += bytesOfItem(after);
    this.collection.add(after);
    for (const { collection } of this.indexes.values()) collection.add(after);
    this.#nextGone = Math.min(this.#nextGone, this.#goneAt(after));
  }

  all(): readonly Item[] {
    this.#purge();
    return [...this.#items.values()];
  }

  #remove(item: Item): void {
    this.#items.delete(keyText(item, this.schema));
    this.#bytes -= bytesOfItem(item);
    this.collection.remove(item);
    for (const { collection } of this.indexes.values()) collection.remove(item);
  }

  /** Takes away what has expired long enough ago. */
  #purge(): void {
    const now = this.#now();
    if (now < this.#nextGone) return;
    this.#nextGone = Infinity;
    for (const item of this.#items.values()) {
      const goneAt = this.#goneAt(item);
      if (goneAt <= now) this.#remove(item);
      else this.#nextGone = Math.min(this.#nextGone, goneAt);
    }
  }

  #goneAt(item: Item): Instant {
    const value = this.#timeToLive === undefined ? undefined : own(item, this.#timeToLive);
    if (value === undefined || !('N' in value)) return Infinity;
    const expires = Number(value.N) * 1_000;
    return expires < this.#now() - FIVE_YEARS ? Infinity : expires + LINGERS;
  }
}
