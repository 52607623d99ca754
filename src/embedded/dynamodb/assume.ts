import { type AttributeValue, type Item, own, typeOf } from './attribute-value.ts';
import type { Condition } from './expression/condition.ts';
import { type KeySchema, namesOf } from './key.ts';
import type { Table } from './table.ts';
import type { NewTable } from './tables.ts';

/** What a call shows of the table that it names. */
export interface Assumed {
  /** The whole key. */
  readonly key?: Item | undefined;
  readonly item?: Item | undefined;
  /** What is asked of an item that is put: mostly that there is none with its key. */
  readonly condition?: Condition | undefined;
}

/** What partition and sort keys are called when nothing else tells. */
const USUAL = { hash: ['pk', 'id', 'key', 'lockid'], range: ['sk', 'sort'] };

/**
 * The table that a call must mean, in a rehearsal that declares none of that name: like queues, tables that are named exist. Its key is
 * that of the call, or what the call asks not to exist; `undefined` where a table of that kind is there, or nothing can be made of it.
 */
export function assume(name: string, known: Table | undefined, seen: Assumed): NewTable | undefined {
  if (known !== undefined && known.definition.isAssumed !== true) return undefined;
  const schema = schemaOf(seen);
  if (schema === undefined) return undefined;
  if (known !== undefined) {
    // What a key says is certain; what an item says is not.
    if (seen.key === undefined || namesOf(known.schema).join('\n') === namesOf(schema).join('\n')) return undefined;
    if (known.all().some((item) => namesOf(schema).some((each) => typeName(own(item, each)) !== schema.types[each]))) {
      return undefined;
    }
  }
  const definitions = namesOf(schema).map((each) => ({ AttributeName: each, AttributeType: schema.types[each] }));
  const keys = namesOf(schema).map((each, at) => ({ AttributeName: each, KeyType: at === 0 ? 'HASH' : 'RANGE' }));
  return {
    name,
    schema,
    indexes: [],
    isAssumed: true,
    described: {
      AttributeDefinitions: definitions,
      KeySchema: keys,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    },
  };
}

function schemaOf({ key, item, condition }: Assumed): KeySchema | undefined {
  if (key !== undefined) {
    const names = Object.keys(key);
    const [hash, range] = names;
    return hash === undefined || names.length > 2 ? undefined : schema(key, hash, range);
  }
  if (item === undefined) return undefined;
  const candidates = Object.keys(item).filter((name) => isKeyType(own(item, name)));
  const unmet = condition === undefined ? [] : notExisting(condition).filter((name) => candidates.includes(name));
  const called = (names: readonly string[]): string | undefined =>
    candidates.find((name) => names.includes(name.toLowerCase()));
  const hash = unmet[0] ?? called(USUAL.hash) ?? candidates[0];
  if (hash === undefined) return undefined;
  return schema(item, hash, unmet[1] ?? called(USUAL.range));
}

function schema(of: Item, hash: string, range: string | undefined): KeySchema | undefined {
  const names = range === undefined || range === hash ? [hash] : [hash, range];
  if (!names.every((name) => isKeyType(own(of, name)))) return undefined;
  const types = Object.fromEntries(names.map((name) => [name, typeOf(of[name]!)]));
  return { hash, range: names[1], types };
}

/** The attributes that a condition asks not to be there, in its order. */
function notExisting(condition: Condition): readonly string[] {
  if (condition.kind === 'and' || condition.kind === 'or') return condition.of.flatMap(notExisting);
  return condition.kind === 'attribute_not_exists' && condition.path.length === 1 ? [String(condition.path[0])] : [];
}

function isKeyType(value: AttributeValue | undefined): boolean {
  return value !== undefined && ('S' in value || 'N' in value || 'B' in value);
}

function typeName(value: AttributeValue | undefined): string | undefined {
  return value === undefined ? undefined : typeOf(value);
}
