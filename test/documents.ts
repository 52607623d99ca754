import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const REPOSITORY = join(import.meta.dirname, '..');
const DOCS = '.github/docs';

/** A document that people read, by its path in the repository. */
export interface Document {
  readonly file: string;
  readonly text: string;
}

/** The README and the pages of `.github/docs`. */
export function documents(): readonly Document[] {
  const pages = readdirSync(join(REPOSITORY, DOCS)).filter((name) => name.endsWith('.md'));
  return ['README.md', ...pages.toSorted().map((name) => `${DOCS}/${name}`)].map((file) => ({
    file,
    text: readFileSync(join(REPOSITORY, file), 'utf8'),
  }));
}

/** The README. */
export function readme(): Document {
  return documents()[0]!;
}

/** The fenced blocks of a document with their languages, without the indentation they have in a list. */
export function blocksOf(text: string): readonly { readonly language: string; readonly code: string }[] {
  return [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)].map(([, indent = '', language = '', code = '']) => ({
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}
