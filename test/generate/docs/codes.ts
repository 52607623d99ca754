import { CONTENTS } from '../../../src/explain/pages.ts';
import type { Made, Page } from '../../../src/explain/page.ts';
import { commandOf } from '../../../src/explain/show.ts';
import { title } from './table.ts';

const EXIT_CODES = `| code | means |
|---|---|
| 0 | every promise is kept |
| 1 | a promise is broken |
| 2 | the input is wrong: usage, configuration, scenario |
| 3 | the environment is missing something |
| 4 | a threshold of a load run is broken |
| 5 | a recording still holds what it must not |
| 70 | a defect of ours |
| 130 | interrupted, also by a reader that has gone (\`\\| head\`) |

Where several hold, the one further down counts: a run with broken promises and a scenario that could not be judged ends
with 2, because 1 would claim that all was judged. In a \`vitest.config.ts\` of your own the codes are Vitest's.
`;

/** The page on exit codes, the codes of problems and the kinds of promises: what `ecreplay explain` prints. */
export function codesPage(): string {
  return [
    title('Codes', 'the pages of `npx ecreplay explain`'),
    'Every message ends with the command that prints its page: `more: npx ecreplay explain SCENARIO_TAB`. Each example is run by a test.\n',
    '## Exit codes\n',
    EXIT_CODES,
    ...CONTENTS.flatMap(({ title: heading, pages }) => [
      `## ${heading}\n`,
      ...Object.entries(pages).map(([name, page]) => sectionOn(name, page)),
    ]),
  ].join('\n');
}

function sectionOn(name: string, { means, example, mend }: Page): string {
  const files = Object.entries(example.files).map(([file, text]) => `# ${file}\n${contents(text)}`);
  return [
    `### \`${name}\`\n`,
    `${means}\n`,
    ...(files.length === 0 ? [] : ['```text', files.join('\n\n'), '```\n']),
    `\`${commandOf(example)}\` says: \`${example.says}\`\n`,
    `**To mend it:** ${mend}\n`,
  ].join('\n');
}

function contents(text: string | Made): string {
  return typeof text === 'string' ? text.trimEnd() : `(${text.shown})`;
}
