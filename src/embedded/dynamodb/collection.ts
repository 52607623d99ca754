import { type AttributeValue, compareValues, type Item, own } from './attribute-value.ts';
import { type KeySchema, keyText, valueText } from './key.ts';

/** The items of a table or an index that have the same partition key, by their sort key. */
export interface Partition {
  /** Partitions are in no order that means anything, and ever in the same: by this, and then by their key. */
  readonly place: number;
  readonly text: string;
  readonly items: Item[];
}

/** The items of a table, or those that an index has. A class, because it is changed in place. */
export class Collection {
  readonly schema: KeySchema;
  readonly #primary: KeySchema;
  readonly #partitions = new Map<string, Partition>();
  #sorted: readonly Partition[] | undefined;

  /** `primary` is the key of the table, which tells items of an index apart. */
  constructor(schema: KeySchema, primary: KeySchema) {
    this.schema = schema;
    this.#primary = primary;
  }

  add(item: Item): void {
    const hash = own(item, this.schema.hash);
    // An index has only what has its keys.
    if (hash === undefined || (this.schema.range !== undefined && own(item, this.schema.range) === undefined)) return;
    const text = valueText(hash);
    let partition = this.#partitions.get(text);
    if (partition === undefined) {
      partition = { place: placeOf(text), text, items: [] };
      this.#partitions.set(text, partition);
      this.#sorted = undefined;
    }
    partition.items.splice(this.#position(partition.items, item), 0, item);
  }

  remove(item: Item): void {
    const hash = own(item, this.schema.hash);
    if (hash === undefined || (this.schema.range !== undefined && own(item, this.schema.range) === undefined)) return;
    const text = valueText(hash);
    const partition = this.#partitions.get(text);
    if (partition === undefined) return;
    const at = this.#position(partition.items, item);
    if (partition.items[at] === item) partition.items.splice(at, 1);
    if (partition.items.length > 0) return;
    this.#partitions.delete(text);
    this.#sorted = undefined;
  }

  of(hash: AttributeValue): readonly Item[] {
    return this.#partitions.get(valueText(hash))?.items ?? [];
  }

  /** All items, partition after partition, from behind a key on where one is given. */
  *from(start: Item | undefined): Generator<{ readonly item: Item; readonly place: number }> {
    this.#sorted ??= [...this.#partitions.values()].toSorted(comparePartitions);
    const first = start === undefined ? undefined : valueText(start[this.schema.hash]!);
    const behind = first === undefined ? undefined : { place: placeOf(first), text: first };
    for (const partition of this.#sorted) {
      const order = behind === undefined ? 1 : comparePartitions(partition, behind);
      if (order < 0) continue;
      for (const item of partition.items) {
        if (order === 0 && this.compare(item, start!) <= 0) continue;
        yield { item, place: partition.place };
      }
    }
  }

  /** Of items of one partition: below 0 where the first comes before the second. */
  compare(a: Item, b: Item): number {
    const { range } = this.schema;
    const order = range === undefined ? 0 : (compareValues(a[range]!, b[range]!) ?? 0);
    if (order !== 0 || this.schema === this.#primary) return order;
    const [x, y] = [keyText(a, this.#primary), keyText(b, this.#primary)];
    return x < y ? -1 : x > y ? 1 : 0;
  }

  /** Where an item stands, or would. */
  #position(items: readonly Item[], item: Item): number {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(items[middle]!, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function comparePartitions(a: Pick<Partition, 'place' | 'text'>, b: Pick<Partition, 'place' | 'text'>): number {
  return a.place - b.place || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}

/** FNV-1a: spreads keys as DynamoDB's own hash does, which nobody knows. */
function placeOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
