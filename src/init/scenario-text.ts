import type { Happening } from './happening.ts';
import type { Wish } from './wish.ts';
import { yamlWord } from './yaml-word.ts';

/** Words a scenario as a file. `where` is whose registry it is, so far as a rule asks. */
export function scenarioText(
  { description, given, steps }: Happening,
  { account, region, role }: Pick<Wish, 'account' | 'region'> & { readonly role?: string },
  expectations: readonly string[],
  then = '',
): string {
  const part = (name: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : ['', `${name}:`, ...items.map((item) => `  - ${item}`)];
  return [
    '# yaml-language-server: $schema=../node_modules/ecreplay/schema/scenario.schema.json',
    'version: 1',
    `description: ${description}${then}.`,
    ...(account === undefined ? [] : [`account: ${JSON.stringify(account)}`]),
    ...(region === undefined ? [] : [`region: ${region}`]),
    ...(role === undefined ? [] : [`as: { role: ${yamlWord(role)}, session: ecreplay }`]),
    ...part('given', given),
    ...part('steps', steps),
    ...part('expect', expectations),
    '',
  ].join('\n');
}
