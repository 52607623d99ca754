import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../../../problem.ts';
import type { Owner } from '../arn.ts';
import type { FormatReading } from '../format-reading.ts';
import type { Deployment, Note } from '../reading.ts';
import { type Source, namesIn, readSource } from '../source.ts';
import type { Value } from '../value.ts';
import { type HclFile, openModule } from './module.ts';
import { type Block, translated } from './translate.ts';

const LARGEST = 4 * 1_048_576;
const PARSER: string = '@cdktn/hcl2json';

/** The part of the peer that is used: HCL in, the same as JSON out, its expressions as they are written. */
export type ParseHcl = (file: string, text: string) => Promise<Readonly<Record<string, unknown>>>;

/** Whether a folder is a module of Terraform. */
export function hasHcl(folder: string): boolean {
  return namesIn(folder).some((name) => name.endsWith('.tf'));
}

/** Reads a folder as Terraform does: all its `.tf` files are one module. */
export function readHclFolder(folder: string, options: Deployment, owner: Owner): Promise<FormatReading> {
  const names = namesIn(folder).filter((name) => name.endsWith('.tf') || isVariables(name));
  return readHcl(
    names.map((name) => join(folder, name)),
    options,
    owner,
  );
}

function isVariables(name: string): boolean {
  return name === 'terraform.tfvars' || name.endsWith('.auto.tfvars');
}

/** Reads `.tf` files as one module, with those that it calls and that are folders here. */
export async function readHcl(paths: readonly string[], options: Deployment, owner: Owner): Promise<FormatReading> {
  const parse = await hclParser();
  const files: string[] = [];
  const notes: Note[] = [];

  async function read(path: string): Promise<HclFile> {
    const source = readSource(path, LARGEST, 'which is more than anybody writes');
    files.push(path);
    try {
      return { source, content: (await parse(path, source.text)) as Readonly<Record<string, Value>> };
    } catch (cause) {
      throw syntaxProblem(source, cause);
    }
  }

  async function blocksOf(
    folder: string,
    read: readonly HclFile[],
    given: Readonly<Record<string, Value>>,
    depth: number,
  ): Promise<readonly Block[]> {
    const module = openModule(folder, read, { ...options, given }, owner);
    const inner: Block[] = [];
    for (const { name, source, variables, place } of module.calls()) {
      const where = source === undefined ? undefined : join(folder, source);
      if (where === undefined || !/^\.\.?\//.test(source ?? '') || !existsSync(where) || depth > 10) {
        const how = depth > 10 ? 'modules are nested more than 10 deep' : 'it is not a folder here';
        notes.push({
          severity: 'note',
          code: 'NOT_READ',
          message: `Module "${name}" is not read: ${how}; a plan has what it makes`,
          place,
        });
        continue;
      }
      const files = await filesOf(where);
      // The addresses of a module's own begin with its name, so that none of two are the same.
      inner.push(
        ...(await blocksOf(where, files, variables, depth + 1)).map((block) => ({
          ...block,
          address: `module.${name}.${block.address}`,
        })),
      );
    }
    return [...module.blocks(), ...inner];
  }

  async function filesOf(folder: string): Promise<readonly HclFile[]> {
    const read: HclFile[] = [];
    for (const name of namesIn(folder)) {
      if (name.endsWith('.tf')) read.push(await readOne(join(folder, name)));
    }
    return read;
  }

  const readOne = read;
  const root: HclFile[] = [];
  for (const path of paths) root.push(await read(path));
  const folder = dirname(paths[0]!);
  const blocks = await blocksOf(folder, root, {}, 0);
  const { resources, notes: stray } = translated(blocks, owner);
  return { resources, notes: [...notes, ...stray], files };
}

function syntaxProblem(source: Source, cause: unknown): Problem {
  const words = cause instanceof Error ? cause.message : String(cause);
  const [, line, column] = /:(\d+),(\d+)/.exec(words) ?? [];
  const how = /: ([^:\]]+)\]?$/.exec(words)?.[1]?.replace(/\.$/, '') ?? words;
  const place =
    line === undefined ? source.placeAt(0) : { file: source.file, line: Number(line), column: Number(column) };
  return new Problem('RULES_SYNTAX', `Cannot read rules: this is not HCL, ${how}`, { place, cause });
}

/** The parser of HCL, which is a program of 2 MB that only readers of `.tf` files need. */
async function hclParser(): Promise<ParseHcl> {
  try {
    // Not by its name: its types bring those of a browser with them, into the whole of this project.
    const { parse } = (await import(PARSER)) as { readonly parse: ParseHcl };
    return parse;
  } catch (cause) {
    throw new Problem(
      'ENVIRONMENT_MISSING',
      'Cannot read .tf files: the package "@cdktn/hcl2json" is not installed, wanted "npm install --save-dev @cdktn/hcl2json", or the output of "terraform show -json"',
      { cause },
    );
  }
}
