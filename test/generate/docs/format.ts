import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table, title } from './table.ts';

/** What of a JSON Schema is read here. */
interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const ROOT = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../schema/scenario.schema.json'), 'utf8'),
) as Schema;

/** The page on the format of scenarios, out of its JSON Schema. */
export function formatPage(): string {
  const { properties = {}, required = [] } = ROOT;
  return [
    title('The format of a scenario', 'the JSON Schema'),
    `${ROOT.description ?? ''}\n`,
    'An editor with the YAML language server completes all of this, and shows these texts, where the first line of a file is',
    '`# yaml-language-server: $schema=node_modules/ecreplay/schema/scenario.schema.json`.\n',
    table(
      ['member', 'says'],
      Object.entries(properties).map(([name, schema]) => [
        `\`${name}\`${required.includes(name) ? ' (has to be there)' : ''}`,
        textOf(schema),
      ]),
    ),
    '## Before the first step: `given`\n',
    ...choices(properties['given']?.items),
    '## What happens: `steps`\n',
    'Each step may say `fails: CODE` where it is meant to end in that error, and `as:` who takes it.\n',
    ...choices(properties['steps']?.items),
    '## What delivery does: `delivery`\n',
    ...membersOf(properties['delivery']),
    '### Faults\n',
    ...choices(properties['delivery']?.properties?.['faults']?.items),
    '## What is promised: `expect`\n',
    ...choices(properties['expect']?.items),
    '## What nobody outside AWS knows: `options`\n',
    ...membersOf(properties['options']),
    '## Words that are used above\n',
    table(
      ['name', 'is'],
      Object.entries(ROOT.definitions ?? {}).map(([name, schema]) => [`\`${name}\``, textOf(schema)]),
    ),
  ].join('\n');
}

/** One section a key that an entry may be, with its members. */
function choices(entry: Schema | undefined): readonly string[] {
  const alternatives = entry?.anyOf ?? (entry === undefined ? [] : [entry]);
  return alternatives.flatMap((alternative) => {
    const { properties = {}, required = [] } = resolved(alternative);
    // An expectation of a consumer is told from the others by one key among its own.
    const names = Object.keys(properties);
    if (alternatives.length > 1 && required.length > 0 && names.length > required.length)
      return section(required.join(', '), alternative, resolved(alternative));
    return names.flatMap((name) => section(name, properties[name]!, bodyOf(properties[name]!)));
  });
}

function section(name: string, schema: Schema, body: Schema): readonly string[] {
  return [`### \`${name}\`\n`, `${textOf(schema)}\n`, ...membersOf(body)];
}

function membersOf(schema: Schema | undefined): readonly string[] {
  const { properties, required = [] } = schema === undefined ? {} : bodyOf(schema);
  if (properties === undefined) return [];
  const rows = Object.entries(properties).map(([name, member]) => [
    `\`${name}\`${required.includes(name) ? ' (has to be there)' : ''}`,
    kindOf(member),
    textOf(member),
  ]);
  return [table(['member', 'is', 'says'], rows)];
}

/** The object that a value may be, of several things that it may be. */
function bodyOf(schema: Schema): Schema {
  const own = resolved(schema);
  if (own.properties !== undefined) return own;
  return (own.anyOf ?? []).map(resolved).find(({ properties }) => properties !== undefined) ?? own;
}

function resolved(schema: Schema): Schema {
  const [, name] = /^#\/definitions\/(.+)$/.exec(schema.$ref ?? '') ?? [];
  if (name !== undefined) return resolved(ROOT.definitions?.[name] ?? {});
  const [only, ...others] = schema.allOf ?? [];
  return only !== undefined && others.length === 0 && schema.properties === undefined ? resolved(only) : schema;
}

function textOf(schema: Schema): string {
  return schema.description ?? resolved(schema).description ?? '';
}

function kindOf(schema: Schema): string {
  const named = /^#\/definitions\/(.+)$/.exec(schema.$ref ?? schema.allOf?.[0]?.$ref ?? '')?.[1];
  if (named !== undefined) return named;
  const own = resolved(schema);
  if (own.const !== undefined) return `\`${JSON.stringify(own.const)}\``;
  if (own.enum !== undefined) return own.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (own.anyOf !== undefined) return [...new Set(own.anyOf.map(kindOf))].filter((kind) => kind !== '').join(' or ');
  if (own.type === 'array') return `list of ${own.items === undefined ? 'anything' : kindOf(own.items)}`;
  const types: Readonly<Record<string, string>> = { string: 'text', boolean: 'true or false', integer: 'number' };
  return [own.type ?? '']
    .flat()
    .map((type) => types[type] ?? type)
    .join(' or ');
}
