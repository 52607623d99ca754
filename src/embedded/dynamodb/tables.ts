import { Fault } from '../../wire/fault.ts';
import { parseArn } from '../arn.ts';
import { partitionOf } from '../partition.ts';
import type { Scene } from '../scene.ts';
import { type Assumed, assume } from './assume.ts';
import { missing } from './refuse.ts';
import { Table, type TableDefinition } from './table.ts';

/** What makes a table besides where it is. */
export type NewTable = Omit<TableDefinition, 'arn' | 'id' | 'createdAt'>;

/** The tables of an account. */
export interface Tables {
  readonly scene: Scene;
  create(table: NewTable): Table;
  /** By name or ARN, for a call about items. Throws where there is none, unless what the call says makes it clear what it looks like. */
  find(nameOrArn: string, seen?: Assumed): Table;
  /** The same for a call about the table itself. */
  named(nameOrArn: string): Table;
  delete(nameOrArn: string): Table;
  /** In the order of their names. */
  all(): readonly Table[];
  /** Answers of transactions, by the tokens they were asked with. */
  readonly transactions: Map<string, { readonly asked: string; readonly until: number }>;
}

/** Opens DynamoDB for an account, in which there is no table yet. */
export function openTables(scene: Scene): Tables {
  const { account, region, agenda } = scene;
  const random = scene.random.fork('dynamodb');
  const tables = new Map<string, Table>();

  /** An ARN is of one account and Region: a table of that name here is another. */
  function at(nameOrArn: string): Table | undefined {
    if (!nameOrArn.startsWith('arn:')) return tables.get(nameOrArn);
    const arn = parseArn(nameOrArn);
    return arn?.account === account && arn.region === region ? tables.get(nameOf(nameOrArn)) : undefined;
  }

  function named(nameOrArn: string): Table {
    const table = at(nameOrArn);
    if (table !== undefined) return table;
    throw new Fault('ResourceNotFoundException', `Requested resource not found: Table: ${nameOf(nameOrArn)} not found`);
  }

  function create(table: NewTable): Table {
    if (tables.has(table.name)) throw new Fault('ResourceInUseException', `Table already exists: ${table.name}`);
    const made = new Table(
      {
        ...table,
        arn: `arn:${partitionOf(region)}:dynamodb:${region}:${account}:table/${table.name}`,
        id: random.uuid(),
        createdAt: agenda.now(),
      },
      () => agenda.now(),
    );
    tables.set(table.name, made);
    return made;
  }

  return {
    scene,
    create,
    named,
    transactions: new Map(),
    find: (nameOrArn, seen) => {
      const table = at(nameOrArn);
      if (!scene.takesNamedAsGiven || seen === undefined) {
        if (table === undefined) throw missing();
        return table;
      }
      const assumed = assume(nameOf(nameOrArn), table, seen);
      if (assumed === undefined) {
        if (table === undefined) throw missing();
        return table;
      }
      tables.delete(assumed.name);
      const made = create(assumed);
      for (const item of table?.all() ?? []) made.replace(undefined, item);
      return made;
    },
    delete: (nameOrArn) => {
      const table = named(nameOrArn);
      tables.delete(table.definition.name);
      return table;
    },
    all: () => [...tables.values()].toSorted((a, b) => (a.definition.name < b.definition.name ? -1 : 1)),
  };
}

/** The name of a table, from its name or its ARN. */
export function nameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (parseArn(nameOrArn)?.resource ?? '').replace(/^table\//, '') : nameOrArn;
}
