import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** What a specifier stands for by the `paths` of the `tsconfig.json` that holds for a file: absolute paths, the likeliest first. */
export function byTsconfigPaths(specifier: string, file: string): readonly string[] {
  const config = nearestTsconfig(dirname(file));
  if (config === undefined) return [];
  const { base, paths } = pathsOf(config, []);
  return Object.entries(paths)
    .filter(([pattern]) => fits(pattern, specifier))
    .toSorted(([a], [b]) => prefixOf(b).length - prefixOf(a).length)
    .slice(0, 1)
    .flatMap(([pattern, targets]) => targets.map((target) => resolve(base, filled(pattern, target, specifier))));
}

interface Paths {
  /** The folder that the paths are relative to. */
  readonly base: string;
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

const known = new Map<string, { readonly written: number; readonly read: Paths }>();
const NONE: Paths = { base: '/', paths: {} };

function nearestTsconfig(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, 'tsconfig.json');
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
    if (dirname(at) === at) return undefined;
  }
}

/** The paths that a file declares, or else those of the first file it extends that declares any. */
function pathsOf(file: string, within: readonly string[]): Paths {
  const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (written === undefined || within.includes(file)) return NONE;
  const before = known.get(file);
  if (before?.written === written) return before.read;
  const { compilerOptions: { paths, baseUrl } = {}, extends: parents } = parse(readFileSync(file, 'utf8'));
  const base = baseUrl === undefined ? dirname(file) : resolve(dirname(file), baseUrl);
  const read =
    paths === undefined
      ? ([parents ?? []]
          .flat()
          .toReversed()
          .filter((parent) => isAbsolute(parent) || parent.startsWith('.'))
          .map((parent) => pathsOf(withExtension(resolve(dirname(file), parent)), [...within, file]))
          .find((inherited) => Object.keys(inherited.paths).length > 0) ?? NONE)
      : { base, paths };
  known.set(file, { written, read });
  return read;
}

function withExtension(file: string): string {
  return file.endsWith('.json') ? file : `${file}.json`;
}

interface Tsconfig {
  readonly compilerOptions?: {
    readonly paths?: Readonly<Record<string, readonly string[]>>;
    readonly baseUrl?: string;
  };
  readonly extends?: string | readonly string[];
}

/** JSON as TypeScript takes it: with comments, and commas at the end. What cannot be read declares nothing; TypeScript says why. */
function parse(text: string): Tsconfig {
  const bare = text
    .replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted: string | undefined) => quoted ?? '')
    .replaceAll(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, quoted: string | undefined) => quoted ?? '');
  try {
    return (JSON.parse(bare) ?? {}) as Tsconfig;
  } catch {
    return {};
  }
}

function prefixOf(pattern: string): string {
  return pattern.split('*', 1)[0]!;
}

function fits(pattern: string, specifier: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return specifier === pattern;
  return specifier.length >= before.length + after.length && specifier.startsWith(before) && specifier.endsWith(after);
}

function filled(pattern: string, target: string, specifier: string): string {
  const [before = '', after = ''] = pattern.split('*');
  return pattern.includes('*')
    ? target.replace('*', () => specifier.slice(before.length, specifier.length - after.length))
    : target;
}
