import { nearest } from '../nearest.ts';
import type { Page } from './page.ts';
import { PROBLEM_PAGES } from './problem/problems.ts';
import { PROMISE_PAGES } from './promise/promises.ts';

/** What there is a page on, in the order of a table of contents. */
export const CONTENTS = [
  { title: 'Problems: what you can mend before anything is judged', pages: PROBLEM_PAGES },
  { title: 'Promises: what a scenario is judged by', pages: PROMISE_PAGES },
] as const satisfies readonly { readonly title: string; readonly pages: Readonly<Record<string, Page>> }[];

const ALL: ReadonlyMap<string, Page> = new Map(CONTENTS.flatMap(({ pages }) => Object.entries(pages)));

/** The page on a code or a kind of promise, however its name is capitalised. */
export function pageOn(name: string): { readonly name: string; readonly page: Page } | undefined {
  for (const [known, page] of ALL) if (known.toLowerCase() === name.toLowerCase()) return { name: known, page };
  return undefined;
}

/** The name that was meant by one that there is no page on; `others` are names of other things that can be explained. */
export function meant(name: string, others: readonly string[] = []): string | undefined {
  const names = [...ALL.keys(), ...others];
  return nearest(name, names) ?? nearest(name.toUpperCase(), names);
}
