import type { Rule } from '../../rule/rule.ts';
import { ruleText } from '../../rule/compile.ts';

/** The names that situations are about: those that the rules of a consumer ask for, where they ask for any. */
export interface Names {
  readonly repository: string;
  readonly tag: string;
  readonly account?: string;
  readonly region?: string;
}

const REPOSITORY = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

/** Finds in the patterns of rules what a name has to be like to be heard of. */
export function namesFor(rules: readonly Rule[]): Names {
  const asked = new Map<string, string[]>();
  for (const rule of rules) collect(JSON.parse(ruleText(rule)) as unknown, '', asked);
  const first = (form: RegExp, ...paths: readonly string[]): string | undefined =>
    paths.flatMap((path) => asked.get(path) ?? []).find((text) => form.test(text));
  const account = first(/^\d{12}$/, 'account');
  const region = first(/^[a-z]{2}(-[a-z]+)+-\d$/, 'region');
  return {
    repository: first(REPOSITORY, 'detail.repository-name', 'detail.requestParameters.repositoryName') ?? 'web',
    tag: first(TAG, 'detail.image-tag', 'detail.image-tags', 'detail.requestParameters.imageTag') ?? '1.4.2',
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  };
}

function collect(pattern: unknown, path: string, into: Map<string, string[]>): void {
  if (Array.isArray(pattern)) {
    if (path.endsWith('$or')) for (const branch of pattern) collect(branch, path.replace(/\.?\$or$/, ''), into);
    else into.set(path, [...(into.get(path) ?? []), ...pattern.flatMap(textsOf)]);
    return;
  }
  if (typeof pattern !== 'object' || pattern === null) return;
  for (const [key, inner] of Object.entries(pattern)) collect(inner, path === '' ? key : `${path}.${key}`, into);
}

/** Texts that an operator takes, or takes for sure where it takes many. */
function textsOf(operator: unknown): readonly string[] {
  if (typeof operator === 'string') return [operator];
  if (typeof operator !== 'object' || operator === null) return [];
  return Object.entries(operator).flatMap(([name, value]): readonly string[] => {
    if (typeof value !== 'string') return [];
    if (name === 'equals-ignore-case') return [value.toLowerCase(), value];
    if (name === 'prefix') return [`${value}1`, `${value}web`];
    if (name === 'suffix') return [value, `web${value}`];
    return name === 'wildcard' ? [value.replaceAll('*', '1'), value.replaceAll('*', 'web')] : [];
  });
}
