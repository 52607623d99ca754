import { readFileSync } from 'node:fs';
import {
  createRequire,
  type LoadFnOutput,
  type LoadHookSync,
  type ResolveHookSync,
  registerHooks,
  stripTypeScriptTypes,
} from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isModuleNamespaceObject } from 'node:util/types';
import { compileFunction } from 'node:vm';
import type { Milliseconds } from '../clock.ts';
import { bounded } from '../consumer/bounded.ts';
import { byTsconfigPaths } from './tsconfig-paths.ts';

/** Modules that a user wrote: those that were asked for, and what they import in turn outside of packages. */
const theirs = new Set<string>();
const HOME = new URL('..', import.meta.url).href;
let hooked = false;

/**
 * Imports a user's own module as a bundler would: TypeScript whole, enums included, an `import` in a package of
 * `"type": "commonjs"` (what `npm init` writes), and `./x.js` where the file is `x.ts`. `edition` tells an edited
 * file from the one that was imported before it.
 *
 * Node's own way to load does none of the three; Vite's would bring a test runner to verbs that have none.
 */
export function importSource(file: string, edition: string): Promise<unknown> {
  return importWith((url) => import(/* @vite-ignore */ url), file, edition);
}

/**
 * Imports a module as `importSource` does, and throws a `BlockedError` when it has not come back within `limit`: code that goes round in
 * circles would keep this thread for ever. One with an `await` at its top is imported without that.
 */
export function importBounded(file: string, edition: string, limit: Milliseconds): Promise<unknown> {
  return importWith(
    async (url) => {
      // What was required is known by its file, whatever the edition, for as long as the process lives.
      if (required.has(file)) return (await import(/* @vite-ignore */ url)) as unknown;
      try {
        // Only what is called and comes back can be stopped: an `import` goes on by itself.
        const found = bounded<unknown>(() => require(SOURCE + url), limit);
        required.add(file);
        return isModuleNamespaceObject(found) ? found : { default: found };
      } catch (error) {
        if (!hasCode(error, 'ERR_REQUIRE_ASYNC_MODULE')) throw error;
        return (await import(/* @vite-ignore */ url)) as unknown;
      }
    },
    file,
    edition,
  );
}

async function importWith(get: (url: string) => Promise<unknown>, file: string, edition: string): Promise<unknown> {
  if (!hooked) registerHooks({ resolve, load });
  hooked = true;
  const { href } = pathToFileURL(file);
  const url = `${href}?written=${edition}`;
  // What is required goes by its file alone, when it imports in turn.
  theirs.add(href);
  theirs.add(url);
  try {
    return await get(url);
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    const whole = `${url}${WHOLE}`;
    theirs.add(whole);
    return await get(whole);
  }
}

const require = createRequire(import.meta.url);
const required = new Set<string>();
/** Before a URL, because `require` takes none. */
const SOURCE = 'ecreplay-source:';

/** Marks the second attempt at a file, in which we and not Node take its types out. */
const WHOLE = '&whole';

function isUnsupported(error: unknown): boolean {
  return hasCode(error, 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

const resolve: ResolveHookSync = (specifier, context, next) => {
  if (specifier.startsWith(SOURCE)) return { url: specifier.slice(SOURCE.length), shortCircuit: true };
  if (context.parentURL === undefined || !theirs.has(context.parentURL)) return next(specifier, context);
  const found = firstOf(candidates(specifier, context.parentURL), (name) => next(name, context));
  if (found.url.startsWith('file:') && !found.url.startsWith(HOME) && !found.url.includes('/node_modules/')) {
    theirs.add(found.url);
  }
  return found;
};

/** What a specifier may stand for, the written one first; a name is that of a package before it is one of a `tsconfig.json`. */
function candidates(specifier: string, parent: string): readonly [string, ...string[]] {
  if (/^\.\.?\//.test(specifier)) return [specifier, ...spellings(specifier)];
  if (/^(?:node|file|data):/.test(specifier)) return [specifier];
  const mapped = byTsconfigPaths(specifier, fileURLToPath(parent));
  return [specifier, ...mapped.flatMap((path) => [path, ...spellings(path)].map((one) => pathToFileURL(one).href))];
}

function spellings(path: string): readonly string[] {
  return /\.[cm]?js$/.test(path)
    ? [path.replace(/js$/, 'ts')]
    : ['.ts', '.js', '/index.ts', '/index.js'].map((end) => path + end);
}

function firstOf<Result>(
  [written, ...others]: readonly [string, ...string[]],
  attempt: (name: string) => Result,
): Result {
  try {
    return attempt(written);
  } catch (error) {
    for (const other of others) {
      try {
        return attempt(other);
      } catch {
        // The error that counts is that of the name as it is written.
      }
    }
    throw error;
  }
}

const load: LoadHookSync = (url, context, next) => {
  const [, kind, language, asked] = /\.([cm]?)([jt])s(\?written=[\d.]+)?(?:&whole)?$/.exec(url) ?? [];
  if (!theirs.has(url) || language === undefined) return next(url, context);
  // Node keeps what it has compiled, so a plain file is left to it: taking types out anew costs as much as a small scenario.
  if (asked !== undefined && context.format === 'module-typescript' && !url.endsWith(WHOLE)) return next(url, context);
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const source = language === 't' ? withoutTypes(text) : text;
  // A mistake in the syntax is told by Node itself, which then says the line.
  if (source === undefined) return next(url, context);
  if (kind === 'm' || (kind === '' && !isCommonJs(source))) return loaded('module', source);
  return language === 't' ? loaded('commonjs', source) : next(url, context);
};

function loaded(format: string, source: string): LoadFnOutput {
  return { format, source, shortCircuit: true };
}

/** Only what is not a body of a function can need to be a module. */
function isCommonJs(source: string): boolean {
  try {
    compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch {
    return false;
  }
}

/** Blanks types out, which keeps every line and column; where there is more to do (an enum), that has to give way. */
function withoutTypes(text: string): string | undefined {
  const emitWarning = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  // Node warns that this function is an experiment of its own; to users it is no news of theirs.
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(text);
  } catch (error) {
    if (!isUnsupported(error)) return undefined;
    return stripTypeScriptTypes(text, { mode: 'transform', sourceMap: true });
  } finally {
    if (emitWarning !== undefined) Object.defineProperty(process, 'emitWarning', emitWarning);
  }
}
