import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table, title } from './table.ts';

const SRC = join(import.meta.dirname, '../../../src');

/** Where the types of a configuration stand, in the order of the page. */
const FILES = [
  'rehearse/setup.ts',
  'rule/rule.ts',
  'consumer/consumer.ts',
  'bus/bus-spec.ts',
  'bus/resource/resources.ts',
];
/** Types in those files that no configuration writes. */
const OTHERS = /^(Setup|SentRequest|Refusal|Thrown|Orphan|Invocation|Conduct|Desk|Consumer|RemoteSpec)$/;

interface Interface {
  readonly name: string;
  readonly text: string;
  readonly bases: string;
  readonly members: readonly (readonly string[])[];
}

/** The page on the configuration, out of the types that `defineConfig` takes. */
export function configurationPage(): string {
  const found = FILES.flatMap((file) => interfacesIn(readFileSync(join(SRC, file), 'utf8'))).filter(
    ({ name }) => !OTHERS.test(name),
  );
  return [
    title('The configuration', 'the types that `defineConfig` takes'),
    '`ecreplay.config.ts` names rules, consumers and what lies between them; the nearest above a scenario holds for it. An editor completes',
    "it where it says `export default defineConfig({ … })` with `defineConfig` from `'ecreplay/config'`. Members with `?` may be left out.\n",
    ...found.flatMap(({ name, text, bases, members }) => [
      `## ${name}\n`,
      ...(text === '' ? [] : [`${text}\n`]),
      ...(bases === '' ? [] : [`Besides its own it has the members of ${bases}.\n`]),
      ...(members.length === 0 ? [] : [table(['member', 'is', 'says'], members)]),
    ]),
  ].join('\n');
}

function interfacesIn(source: string): readonly Interface[] {
  const form = /(?:^\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?^(?:export )?interface (\w+)([^{]*)\{\n([^]*?)^\}/gm;
  return [...source.matchAll(form)].map(([, doc = '', name = '', bases = '', body = '']) => ({
    name,
    text: prose(doc),
    bases: bases
      .replace('extends', '')
      .split(/,(?![^<]*>)/)
      .map((base) => base.trim())
      .filter((base) => base !== '')
      .map((base) => `\`${base}\``)
      .join(' and '),
    members: membersIn(body),
  }));
}

/** Members of the interface itself: those of types inside it stand deeper, and belong to the type. */
function membersIn(body: string): readonly (readonly string[])[] {
  const form =
    /(?:^ {2}\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?^ {2}readonly (\w+)(\??):\s*((?:[^;{]|\{[^\n]*\}|\{\n[^]*?^ {2}\})*);$/gm;
  return [...body.matchAll(form)].map(([, doc = '', name = '', optional = '', type = '']) => [
    `\`${name}${optional}\``,
    `\`${type
      .replaceAll(/\/\*\*.*?\*\//g, '')
      .replaceAll(/\s+/g, ' ')
      .replaceAll('readonly ', '')
      .trim()}\``,
    prose(doc),
  ]);
}

function prose(doc: string): string {
  return doc
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, ''))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
