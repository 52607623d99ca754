import type { Json, JsonObject } from './activity.ts';
import { invalidParameter } from './failure.ts';
import type { Mutability } from './state.ts';
import { meetsWildcard } from './wildcard.ts';

const MODES = ['IMMUTABLE', 'MUTABLE', 'MUTABLE_WITH_EXCLUSION', 'IMMUTABLE_WITH_EXCLUSION'] as const;
const FILTERS = 'imageTagMutabilityExclusionFilters';

/** Reads whether tags may move, as CreateRepository, PutImageTagMutability and creation templates take it. */
export function readMutability(request: JsonObject): Mutability {
  const value = request['imageTagMutability'] ?? 'MUTABLE';
  const mode = MODES.find((each) => each === value);
  if (mode === undefined)
    throw invalidParameter('imageTagMutability', `Member must satisfy enum value set: [${MODES.join(', ')}]`);
  const filters = request[FILTERS];
  if (!mode.endsWith('_WITH_EXCLUSION')) {
    if (filters !== undefined)
      throw invalidParameter(
        FILTERS,
        `ImageTagMutabilityExclusionFilters can't be specified when imageTagMutability is set as ${mode}`,
      );
    return { mode };
  }
  if (!Array.isArray(filters) || filters.length === 0)
    throw invalidParameter(
      FILTERS,
      `ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as ${mode}`,
    );
  return { mode, exclusions: filters.map(readFilter) };
}

function readFilter(value: Json): string {
  const { filter, filterType } = (typeof value === 'object' && value !== null ? value : {}) as JsonObject;
  if (filterType !== 'WILDCARD') throw invalidParameter(FILTERS, 'Member must satisfy enum value set: [WILDCARD]');
  if (typeof filter !== 'string' || !/^[0-9a-zA-Z._*-]{1,128}$/.test(filter))
    throw invalidParameter(FILTERS, "must satisfy regular expression '^[0-9a-zA-Z._*-]{1,128}$'");
  if (filter.split('*').length > 3)
    throw invalidParameter(FILTERS, `must have at most two wildcards in a filter, found '${filter}'`);
  return filter;
}

/** The members by which the API tells of it. */
export function describeMutability({ mode, exclusions }: Mutability): JsonObject {
  return {
    imageTagMutability: mode,
    ...(exclusions === undefined
      ? {}
      : { [FILTERS]: exclusions.map((filter) => ({ filterType: 'WILDCARD', filter })) }),
  };
}

/** Whether a tag that stands may not be moved. */
export function isImmutable({ mode, exclusions = [] }: Mutability, tag: string): boolean {
  const excepted = exclusions.some((filter) => meetsWildcard(tag, filter));
  return mode.startsWith('IMMUTABLE') ? !excepted : excepted;
}
