// Words the report of a run as the summary of a job: node summary.mjs REPORT EXIT-CODE
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const CODES = {
  0: 'every promise is kept',
  1: 'a promise is broken',
  2: 'the input is wrong',
  3: 'the environment is missing something',
  70: 'a defect of ecreplay',
  130: 'interrupted',
};

const [, , report = '', code = ''] = process.argv;
const rows = scenariosIn(report).map(
  ({ name, promises, isKept }) =>
    `| ${isKept ? 'kept' : 'BROKEN'} | ${cell(name)} | ${promises.map(cell).join('<br>')} |`,
);
const table = rows.length === 0 ? [] : ['| | scenario | what was promised |', '|---|---|---|', ...rows, ''];
process.stdout.write(
  ['## ecreplay', '', `Ended with ${code}: ${CODES[code] ?? 'not known'}`, '', ...table].join('\n') + '\n',
);

/** What Vitest's JSON report says of each scenario; nothing where it has not come to one. */
function scenariosIn(file) {
  try {
    const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
    return testResults.flatMap(({ name, message = '', assertionResults }) =>
      assertionResults.length === 0
        ? [{ name: relative(process.cwd(), name), promises: [firstLine(message)], isKept: false }]
        : assertionResults.map(({ fullName, status, failureMessages, meta }) => ({
            name: fullName,
            promises: meta?.ecreplay?.promises?.map((line) => line.trim()) ?? failureMessages.map(firstLine),
            isKept: status === 'passed',
          })),
    );
  } catch {
    return [];
  }
}

function firstLine(message) {
  const [first = ''] = message.trim().split('\n');
  return first.replace(/^\w*Error: /, '');
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
