import { namesOf } from '../../embedded/dynamodb/key.ts';
import type { Estate } from '../../embedded/assemble.ts';
import { steady } from './steady.ts';

/**
 * What the tables of DynamoDB hold in the end, item by item: conditions, sums and transactions make of calls what nobody could tell by the
 * calls alone. `known` is the text of the events.
 */
export function keptItems({ tables }: Pick<Estate, 'tables'>, known: string): ReadonlyMap<string, string> {
  return new Map(
    tables.all().flatMap((table) =>
      [...table.all()].map((item): [string, string] => {
        const key = Object.fromEntries(namesOf(table.schema).map((name) => [name, item[name]]));
        const sorted = Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)));
        return [
          `dynamodb ${table.definition.name} ${steady(JSON.stringify(key), known)}`,
          steady(JSON.stringify(sorted), known),
        ];
      }),
    ),
  );
}
