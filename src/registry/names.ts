import { invalidParameter } from './failure.ts';

/** The pattern that ECR quotes in its own message. */
export const NAME_PATTERN = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';
/** What it takes besides: two underscores, any number of hyphens (as the model has it since 2025). */
const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** Refuses what cannot be the name of a repository. */
export function checkName(name: string): void {
  if (name.length < 2) throw invalidParameter('repositoryName', 'must have length greater than or equal to 2');
  if (name.length > 256) throw invalidParameter('repositoryName', 'must have length less than or equal to 256');
  if (!NAME.test(name)) throw invalidParameter('repositoryName', `must satisfy regular expression '${NAME_PATTERN}'`);
}

const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}$/;

/** Refuses what cannot be a tag. */
export function checkTagName(tag: string): void {
  if (!TAG.test(tag))
    throw invalidParameter('imageTag', "must satisfy regular expression '[a-zA-Z0-9-_]+[a-zA-Z0-9-._]*'");
}

/** Whether a repository lies under a prefix: `prod` means `prod/…`, `prod/` the same, `ROOT` everything. */
export function liesUnder(name: string, prefix: string): boolean {
  return prefix === 'ROOT' || name.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

/** Of what is kept by prefix, that of the longest prefix a repository lies under; ROOT when there is none. */
export function underLongest<Value extends { readonly prefix: string }>(
  byPrefix: ReadonlyMap<string, Value>,
  name: string,
  suits: (value: Value) => boolean = () => true,
): Value | undefined {
  let best: Value | undefined;
  for (const value of byPrefix.values()) {
    if (!liesUnder(name, value.prefix) || !suits(value)) continue;
    if (best === undefined || rank(value) > rank(best)) best = value;
  }
  return best;
}

function rank({ prefix }: { readonly prefix: string }): number {
  return prefix === 'ROOT' ? -1 : prefix.length;
}
