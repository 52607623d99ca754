import { statSync } from 'node:fs';
import { resolve } from 'node:path';

const EXTENSIONS = ['', '.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** The file of a handler `path#export`, absolute; undefined where there is none. */
export function handlerFile(root: string, handler: string): string | undefined {
  const [path = ''] = handler.split('#');
  return EXTENSIONS.map((extension) => resolve(root, path + extension)).find(
    (file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true,
  );
}
