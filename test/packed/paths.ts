import { blocksOf } from '../documents.ts';

/** A way into ecreplay, as a section of the README tells it. */
export interface Path {
  readonly title: string;
  /** Files by name: blocks whose first line is a comment with nothing but a path in it. */
  readonly files: Readonly<Record<string, string>>;
  /** Command lines in order, and the exit code that each says it ends with. */
  readonly commands: readonly { readonly line: string; readonly code: number }[];
  /** Lines that stand in what they print. */
  readonly says: readonly string[];
}

const FILE = /^(?:#|\/\/) (\S+\.\w+)\n/;

/** The ways in that a README tells: its sections with commands. */
export function pathsOf(readme: string): readonly Path[] {
  return readme
    .split(/^## /m)
    .slice(1)
    .map(pathOf)
    .filter(({ commands }) => commands.length > 0);
}

function pathOf(section: string): Path {
  const [title = ''] = section.split('\n', 1);
  const blocks = blocksOf(section);
  const files = blocks.flatMap(({ code }) => {
    const name = FILE.exec(code)?.[1];
    return name === undefined ? [] : [[name, code] as const];
  });
  const commands = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trim().split('\n'))
    .map((text) => {
      const [line = '', comment = ''] = text.split(/\s+# /);
      return { line: line.trim(), code: Number(/^exit code (\d+)/.exec(comment)?.[1] ?? 0) };
    });
  const says = blocks
    .filter(({ language }) => language === 'text')
    .flatMap(({ code }) => code.trim().split('\n'))
    .map((line) => line.trim());
  return { title, files: Object.fromEntries(files), commands, says };
}
