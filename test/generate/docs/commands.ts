import type { Command } from 'commander';
import { program } from '../../../src/cli/program.ts';
import { title } from './table.ts';

/** The page on the command: the help of every verb, word for word. */
export function commandsPage(): string {
  const root = program();
  return [
    title('The command', 'the help texts of every verb'),
    ...root.commands.map((verb) => `- [\`${verb.name()}\`](#ecreplay-${verb.name()}): ${verb.summary()}`),
    '',
    '```text',
    helpOf(root),
    '```',
    '',
    ...root.commands.flatMap((verb) => sectionOf(verb, 'ecreplay')),
  ].join('\n');
}

function sectionOf(verb: Command, before: string): readonly string[] {
  const name = `${before} ${verb.name()}`;
  return [
    `## ${name}`,
    '',
    '```text',
    helpOf(verb),
    '```',
    '',
    ...verb.commands.flatMap((inner) => sectionOf(inner, name)),
  ];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 100,
  });
  command.outputHelp();
  return text.trimEnd();
}
