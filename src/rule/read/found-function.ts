import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FoundFunction } from './reading.ts';
import { type Resource, propertyOf } from './resource.ts';
import { type Value, Unresolved, at, isMap, membersOf, nameIn } from './value.ts';

const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** What a function of the code runs, and where that lies. */
export function foundFunction(resource: Resource): FoundFunction {
  const name = propertyOf(resource, 'FunctionName');
  const runtime = nameIn(propertyOf(resource, 'Runtime'));
  const handler = nameIn(propertyOf(resource, 'Handler'));
  const timeout = Number(nameIn(propertyOf(resource, 'Timeout')));
  const memorySize = Number(nameIn(propertyOf(resource, 'MemorySize')));
  const where = codeOf(resource);
  const code = where.path === undefined ? undefined : resolve(resource.root, where.path);
  const consumer =
    code !== undefined && handler !== undefined && isNode(runtime) ? consumerOf(code, handler) : undefined;
  return {
    id: resource.id,
    ...(name !== undefined && !(name instanceof Unresolved) && { name: String(nameIn(name)) }),
    ...(runtime !== undefined && { runtime }),
    ...(handler !== undefined && { handler }),
    ...(code !== undefined && { code }),
    ...(where.elsewhere !== undefined && { codeElsewhere: where.elsewhere }),
    ...(consumer !== undefined && { consumer }),
    environment: environmentOf(propertyOf(resource, 'Environment')),
    ...(Number.isFinite(timeout) && { timeout }),
    ...(Number.isFinite(memorySize) && { memorySize }),
    place: resource.placeOf(),
  };
}

function isNode(runtime: string | undefined): boolean {
  return runtime === undefined || runtime.startsWith('nodejs');
}

function codeOf(resource: Resource): { readonly path?: string; readonly elsewhere?: string } {
  if (resource.asset !== undefined) return { path: resource.asset };
  if (nameIn(propertyOf(resource, 'PackageType')) === 'Image') return { elsewhere: 'a container image' };
  if (propertyOf(resource, 'InlineCode') !== undefined) return { elsewhere: 'the template itself' };
  const code = propertyOf(resource, 'CodeUri') ?? propertyOf(resource, 'Code');
  if (isMap(code)) {
    if (code['ZipFile'] !== undefined) return { elsewhere: 'the template itself' };
    if (code['ImageUri'] !== undefined) return { elsewhere: 'a container image' };
    return { elsewhere: 'a bucket' };
  }
  const path = nameIn(code);
  if (path === undefined) return {};
  return /^s3:\/\/|^https?:/.test(path) ? { elsewhere: 'a bucket' } : { path };
}

/** The module and the export that a handler such as `src/index.handler` means, where the file is there. */
function consumerOf(code: string, handler: string): string | undefined {
  const dot = handler.lastIndexOf('.');
  if (dot < 0) return undefined;
  const [path, exported] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const file = EXTENSIONS.map((extension) => join(code, path + extension)).find(isFile);
  return file && `${file}#${exported}`;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    // A handler may be any text, and not every text is a path.
    return false;
  }
}

function environmentOf(environment: Value | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(membersOf(at(environment, 'Variables'))).flatMap(([name, value]) => {
      const text = nameIn(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
