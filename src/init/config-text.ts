import type { Source } from './look.ts';
import type { StartingPoint } from './starting-point.ts';

/** Words a configuration as a file. It imports types alone, so that it is read whether or not ecreplay is installed beside it. */
export function configText(sources: readonly Source[], { named, handlers }: StartingPoint): string {
  const lines = [
    "import type { Config } from 'ecreplay/config';",
    '',
    'export default {',
    ...rulesLines(sources),
    ...consumerLines(named, handlers),
    '} satisfies Config;',
    '',
  ];
  return lines.join('\n');
}

function rulesLines(sources: readonly Source[]): readonly string[] {
  const [first] = sources;
  const wanted = [
    ...new Set(sources.flatMap(({ reading }) => reading.notes.flatMap(({ message }) => parameterIn(message)))),
  ];
  const isGuessed = sources.some(({ parameters }) => Object.keys(parameters).length > 0);
  const example = literal({
    file: first?.path ?? '',
    parameters: Object.fromEntries(wanted.map((name) => [name, '…'])),
  });
  return [
    '  rules: {',
    ...(isGuessed ? ['    // Parameters are guesses, so that their rules match something: say what yours are.'] : []),
    ...(wanted.length === 0 ? [] : ['    // What else only a deployment knows can be given:', `    // ${example}`]),
    `    from: ${sources.length === 1 ? fromLiteral(sources[0]!) : `[${sources.map(fromLiteral).join(', ')}]`},`,
    '  },',
  ];
}

function fromLiteral({ path, parameters }: Source): string {
  return Object.keys(parameters).length === 0 ? text(path) : literal({ file: path, parameters });
}

function parameterIn(message: string): readonly string[] {
  return [...message.matchAll(/--parameter ([^=\s]+)=…/g)].map(([, name = '']) => name);
}

function consumerLines(named: StartingPoint['named'], handlers: StartingPoint['handlers']): readonly string[] {
  const known = Object.entries(handlers);
  const said =
    known.length === 0
      ? []
      : [
          '  // Found behind the rules, so that they need no word here:',
          ...known.map(([name, handler]) => `  // ${name}: ${handler}`),
        ];
  if (named.length === 0) return said;
  return [
    ...said,
    '  consumers: {',
    ...named.flatMap(({ name, spec, install }) => [
      ...(install === undefined ? [] : [`    // ${install}`]),
      `    ${text(name)}: ${literal(spec)},`,
    ]),
    '  },',
  ];
}

function literal(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : text(name)}: ${literal(member)}`)
    .join(', ')} }`;
}

function text(value: string): string {
  return `'${value
    .replaceAll('\\', '\\\\')
    .replaceAll("'", String.raw`\'`)
    .replaceAll('\n', String.raw`\n`)}'`;
}
