import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FoundFunction } from '../rule/read/reading.ts';

/** Folders that compilers write to, beside which sources lie in one of the others. */
const BUILT = /(^|\/)(?:dist|build|out|lib|\.build)(?=\/|$)/;
const WRITTEN = ['src', 'lib', 'source', 'handlers', ''];
const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs', '.cts', '.cjs'];

/** `path#export` of the source that the handler of a function was built from, where the built file itself is not there. */
export function sourceOf(found: FoundFunction): string | undefined {
  const { runtime, handler, code, consumer } = found;
  if (consumer !== undefined || code === undefined || handler === undefined) return undefined;
  if (runtime !== undefined && !runtime.startsWith('nodejs')) return undefined;
  const dot = handler.lastIndexOf('.');
  if (dot < 0) return undefined;
  const built = join(code.endsWith('.zip') ? dirname(code) : code, handler.slice(0, dot)).replaceAll('\\', '/');
  for (const folder of WRITTEN) {
    const written = join(built.replace(BUILT, `$1${folder}`));
    const file = EXTENSIONS.map((extension) => written + extension).find((one) => existsSync(one));
    if (file !== undefined) return `${file}#${handler.slice(dot + 1)}`;
  }
  return undefined;
}
