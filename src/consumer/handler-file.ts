import { statSync } from 'node:fs';
import { resolve } from 'node:path';

const EXTENSIONS = ['', '.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** Takes `path#export` apart; without a name it is `handler`. */
export function splitHandler(handler: string): { readonly path: string; readonly exported: string } {
  const hash = handler.lastIndexOf('#');
  return hash === -1
    ? { path: handler, exported: 'handler' }
    : { path: handler.slice(0, hash), exported: handler.slice(hash + 1) };
}

/** The file that a handler's path means, absolute; its extension may be left out. */
export function handlerFile(root: string, handler: string): string | undefined {
  const { path } = splitHandler(handler);
  return EXTENSIONS.map((extension) => resolve(root, path + extension)).find(
    (file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true,
  );
}
