import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { table, title } from './table.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

/** The page on fidelity: what is acted out of each service, and where it is written what AWS really does. */
export function fidelityPage(): string {
  const services = Map.groupBy(coverage(), ({ service }) => service);
  return [
    title('Fidelity', '[DISCOVERIES.md](../DISCOVERIES.md) and the table of operations that the tests run over'),
    'Records and events are worded as real accounts show them (`profile: observed`), or as the samples in the AWS documents show them',
    '(`profile: documented`). Where the two differ, where AWS surprises, and what nobody outside AWS knows:\n',
    table(['of what', 'in short'], discoveries()),
    '## Amazon ECR\n',
    'All operations of its API are acted out: [OPERATIONS.md](../OPERATIONS.md) says which is where and what proves it.\n',
    '## The services that consumers call\n',
    "*Answered* as AWS does, or *refused* with its own error where the input is wrong, as the tests have seen it with the SDK's own",
    'clients; an operation that is *empty* is answered with a success that says nothing, and a run says so. `answers` of a consumer go',
    'before all of them.\n',
    table(
      ['service', 'acted out', 'empty', 'operations that are acted out'],
      [...services].map(([service, operations]) => {
        const acted = operations.filter(({ how }) => how !== 'empty');
        return [
          service,
          String(acted.length),
          String(operations.length - acted.length),
          acted.map(({ operation }) => operation).join(', '),
        ];
      }),
    ),
  ].join('\n');
}

interface Covered {
  readonly service: string;
  readonly operation: string;
  readonly how: string;
}

function coverage(): readonly Covered[] {
  const text = readFileSync(join(REPOSITORY, 'test/contract/coverage.txt'), 'utf8');
  return [...text.matchAll(/^([\w-]+):(\w+) {2}(.+)$/gm)].map(([, service = '', operation = '', how = '']) => ({
    service,
    operation,
    how,
  }));
}

/** Each section, with how many facts it holds. */
function discoveries(): readonly (readonly string[])[] {
  const text = readFileSync(join(REPOSITORY, '.github/DISCOVERIES.md'), 'utf8');
  return text
    .split(/^##+ /m)
    .slice(1)
    .map((part) => {
      const [heading = '', ...lines] = part.split('\n');
      const anchor = heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-');
      const facts = lines.filter((line) => /^(\||- )/.test(line) && !/^\|[-|\s]+\|$/.test(line)).length;
      const isTable = lines.some((line) => line.startsWith('|--'));
      const many = isTable ? facts - 1 : facts;
      return [`[${heading}](../DISCOVERIES.md#${anchor})`, many <= 0 ? 'in prose' : `${many} facts`];
    });
}
