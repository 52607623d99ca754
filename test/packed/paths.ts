import { blocksOf } from '../documents.ts';

/** A way into ecreplay, as a section of the README tells it. */
export interface Path {
  readonly title: string;
  /** That it begins in the folder of the first. */
  readonly goesOn: boolean;
  /** Files by name: blocks whose first line is a comment with nothing but a path in it. */
  readonly files: Readonly<Record<string, string>>;
  /** Command lines in order, and the exit codes that each says it may end with. */
  readonly commands: readonly { readonly line: string; readonly codes: readonly number[] }[];
  /** Lines that stand in what they print. */
  readonly says: readonly string[];
}

const FILE = /^(?:#|\/\/) (\S+\.\w+)\n/;

/** The ways in that a README tells: its sections with commands. */
export function pathsOf(readme: string): readonly Path[] {
  const paths = readme
    .split(/^## /m)
    .slice(1)
    .map(pathOf)
    .filter(({ commands }) => commands.length > 0);
  return paths.map((path) => (path.goesOn ? after(paths[0]!, path) : path));
}

/** A way that goes on where the first has begun: it has its files, and its first command is given before. */
function after({ files, commands }: Path, path: Path): Path {
  return { ...path, files: { ...files, ...path.files }, commands: [...commands.slice(0, 1), ...path.commands] };
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
      const codes = /^exit code ([\d or]+)/.exec(comment)?.[1] ?? '0';
      return { line: line.trim(), codes: codes.split(' or ').map(Number) };
    });
  const says = blocks
    .filter(({ language }) => language === 'text')
    .flatMap(({ code }) => code.trim().split('\n'))
    .map((line) => line.trim());
  const goesOn = section.includes('In the folder of the first way, after');
  return { title, goesOn, files: Object.fromEntries(files), commands, says };
}
