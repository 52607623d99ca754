import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import type { LogGroups } from './log-groups.ts';
import { page } from './page.ts';

interface DefinitionInput {
  readonly queryDefinitionId?: string;
  readonly name: string;
  readonly queryString: string;
  readonly queryLanguage?: string;
  readonly logGroupNames?: readonly string[];
}

interface QueryDefinition extends DefinitionInput {
  readonly queryDefinitionId: string;
  readonly lastModified: Instant;
}

/** Queries of Logs Insights that are kept under a name. */
export function queryDefinitionOperations({ scene: { random, agenda } }: LogGroups) {
  const definitions = new Map<string, QueryDefinition>();

  function find(id: string): QueryDefinition {
    const definition = definitions.get(id);
    if (definition === undefined) {
      throw new Fault('ResourceNotFoundException', 'The specified query definition does not exist.');
    }
    return definition;
  }

  function put(input: DefinitionInput): object {
    const { queryDefinitionId: id, name, queryString, queryLanguage = 'CWLI', logGroupNames } = input;
    const queryDefinitionId = id === undefined ? random.uuid() : find(id).queryDefinitionId;
    definitions.set(queryDefinitionId, {
      queryLanguage,
      queryDefinitionId,
      name,
      queryString,
      lastModified: agenda.now(),
      ...(logGroupNames !== undefined && { logGroupNames }),
    });
    return { queryDefinitionId };
  }

  function describe(input: {
    readonly queryDefinitionNamePrefix?: string;
    readonly maxResults?: number;
    readonly nextToken?: string;
  }): object {
    const wanted = [...definitions.values()].filter(({ name }) =>
      name.startsWith(input.queryDefinitionNamePrefix ?? ''),
    );
    const { items, nextToken } = page(wanted, ({ queryDefinitionId }) => queryDefinitionId, {
      limit: input.maxResults ?? 1_000,
      ...(input.nextToken !== undefined && { nextToken: input.nextToken }),
    });
    return { queryDefinitions: items, ...nextToken };
  }

  return {
    PutQueryDefinition: put,
    DescribeQueryDefinitions: describe,
    DeleteQueryDefinition: ({ queryDefinitionId }: { readonly queryDefinitionId: string }) => ({
      success: definitions.delete(find(queryDefinitionId).queryDefinitionId),
    }),
  };
}
