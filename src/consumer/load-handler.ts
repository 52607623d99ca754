import { readdirSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import type { Handler } from './call-handler.ts';
import type { HandlerSpec } from './consumer.ts';
import { handlerFile, splitHandler } from './handler-file.ts';
import { nearest } from '../nearest.ts';

/**
 * Imports a module by the absolute path of its file. `cold` asks for a module that has not run before, `warm` for one that may have.
 *
 * Passed in, because a test runner has its own way to import TypeScript and to forget what it has imported.
 */
export type ImportModule = (path: string, start: 'cold' | 'warm') => Promise<unknown>;

/** Handlers that need no import, by the names of their consumers: functions of a test itself. */
export type Handlers = ReadonlyMap<string, Handler>;

/** Imports `path#export` (`handler` unless named). Throws a `Problem` that says in a sentence what is the matter. */
export async function loadHandler(
  name: string,
  spec: HandlerSpec,
  from: { readonly root: string; readonly importModule: ImportModule; readonly handlers?: Handlers | undefined },
): Promise<Handler> {
  const atHand = from.handlers?.get(name);
  if (atHand !== undefined) return atHand;
  const { path, exported } = splitHandler(spec.handler);
  const cannot = (reason: string, cause?: unknown): Problem =>
    new Problem(
      'CONSUMER_NOT_LOADED',
      `Cannot load consumer "${name}": ${reason}`,
      cause === undefined ? {} : { cause },
    );

  if (path === '' || exported === '') throw cannot(`its handler is "${spec.handler}", and has to be "path#export"`);
  const file = handlerFile(from.root, spec.handler);
  if (file === undefined)
    throw cannot(`there is no file "${path}"${didYouMean(nearestFile(resolve(from.root, path), from.root))}`);

  let module: unknown;
  try {
    module = await from.importModule(file, spec.start ?? 'cold');
  } catch (error) {
    throw cannot(`"${path}" fails as it is imported: ${wordsOf(error)}`, error);
  }
  const handler = exportOf(module, exported);
  if (typeof handler === 'function') return handler as Handler;
  if (handler !== undefined) throw cannot(`"${exported}" of "${path}" is ${kindOf(handler)}, and has to be a function`);
  throw cannot(
    `"${path}" does not export "${exported}"${didYouMean(nearest(exported, exportsOf(module)), exportsOf(module))}`,
  );
}

function nearestFile(path: string, root: string): string | undefined {
  try {
    const near = nearest(basename(path), readdirSync(dirname(path)));
    return near === undefined ? undefined : relative(root, resolve(dirname(path), near));
  } catch {
    // No folder, no neighbours.
    return undefined;
  }
}

/** CommonJS comes as `default`, and sometimes beside it. */
function exportOf(module: unknown, name: string): unknown {
  for (const holder of [module, isHolder(module) ? module['default'] : undefined]) {
    if (isHolder(holder) && name in holder) return holder[name];
  }
  return undefined;
}

function exportsOf(module: unknown): string[] {
  if (!isHolder(module)) return [];
  const inner = isHolder(module['default']) ? Object.keys(module['default']) : [];
  return [...new Set([...Object.keys(module), ...inner])].filter((name) => name !== 'module.exports');
}

function isHolder(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

function didYouMean(near: string | undefined, all: readonly string[] = []): string {
  if (near !== undefined) return `, did you mean "${near}"`;
  return all.length === 0 ? '' : `; it exports ${all.map((name) => `"${name}"`).join(', ')}`;
}

function kindOf(value: unknown): string {
  return value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
}
