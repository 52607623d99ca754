import { wishesOf } from '../rule/read/sample.ts';

/** What a pattern asks for, in words that a scenario can be made of. The first of each is the likeliest. */
export interface Wish {
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  readonly eventNames: readonly string[];
  readonly severities: readonly string[];
  readonly roles: readonly string[];
  readonly account?: string;
  readonly region?: string;
}

const REPOSITORY = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
/** Tries of more than this many names find nothing that fewer do not. */
const MOST = 4;

/** Reads what a pattern asks for. */
export function wishOf(pattern: unknown): Wish {
  const wishes = wishesOf(pattern, '');
  const asked = (...ends: readonly string[]): readonly unknown[] =>
    [...wishes].flatMap(([path, values]) => (ends.some((end) => path.endsWith(end)) ? values : []));
  const texts = (...ends: readonly string[]): readonly string[] =>
    asked(...ends).flatMap((value) => (typeof value === 'string' ? [value] : []));
  const repositories = asked('repository-name', 'repositoryName', 'resources.ARN', 'resources')
    .flatMap((value) => wordsFor(value, 'web'))
    .map((name) => name.replace(/^.*:repository\//, ''))
    .filter((name) => name.length > 1 && REPOSITORY.test(name));
  const tags = asked('image-tag', 'image-tags', 'imageTag')
    .flatMap((value) => wordsFor(value, '1.4.2'))
    .filter((tag) => TAG.test(tag));
  const [account] = texts('account').filter((text) => /^\d{12}$/.test(text));
  const [region] = texts('region', 'awsRegion').filter((text) => /^[a-z]{2}-[a-z-]+-\d$/.test(text));
  return {
    repositories: [...new Set([...repositories, 'web'])].slice(0, MOST),
    tags: [...new Set([...tags, '1.4.2'])].slice(0, MOST),
    eventNames: texts('eventName'),
    severities: [...wishes.keys()].flatMap((path) => /finding-severity-counts\.([A-Z]+)$/.exec(path)?.[1] ?? []),
    roles: texts('sessionIssuer.userName'),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  };
}

/** Words that one operator of a pattern takes, probably. */
function wordsFor(operator: unknown, plain: string): readonly string[] {
  if (typeof operator === 'string') return [operator];
  if (typeof operator !== 'object' || operator === null) return [];
  const [name = '', value] = Object.entries(operator)[0] ?? [];
  const text =
    typeof value === 'string'
      ? value
      : ((value as { readonly 'equals-ignore-case'?: string } | null)?.['equals-ignore-case'] ?? '');
  switch (name) {
    case 'prefix':
      return [text + plain, text];
    case 'suffix':
      return [plain + text, text.replace(/^[/:._-]/, '')];
    case 'equals-ignore-case':
      return [text, text.toLowerCase()];
    case 'wildcard':
      return [text.replaceAll('*', plain), text.replaceAll('*', ''), text.replaceAll('*', 'a')];
  }
  return [plain];
}
