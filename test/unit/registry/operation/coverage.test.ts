import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isReadOnly } from '../../../../src/cloudtrail/operation.ts';
import { OPERATIONS } from '../../../../src/registry/operations.ts';
import { readClient } from '../../../generate/client-schema.ts';
import { ERRORS } from './errors.ts';
import { furnished } from './furnished.ts';
import { requests } from './requests.ts';
import { spoilings } from './spoil.ts';

const FOLDER = 'src/registry/operation';
const SOURCES = readdirSync(FOLDER).map((file) => [file, readFileSync(`${FOLDER}/${file}`, 'utf8')] as const);

/** The file in which an operation is acted out. */
function fileOf(operation: string): string {
  return SOURCES.find(([, text]) => text.includes(`export const ${operation}: Operation`))?.[0] ?? '';
}

/** What its record is, and which rules of EventBridge see it. */
function recordOf(operation: string): string {
  const seen = /^(?:Get|List|Describe)/.test(operation) ? 'rules for all management events' : 'every enabled rule';
  return `${isReadOnly(operation) ? 'read' : 'write'}; ${seen}`;
}

/** The codes of what it refuses besides a caller without permission, and requests that do not fit the model. */
function errorsOf(operation: string): string {
  const own = new Set((ERRORS[operation] ?? []).map(({ code }) => code));
  const general = [
    'AccessDenied',
    ...(spoiltOf(operation) > 0 ? ['InvalidParameterException', 'SerializationException'] : []),
  ];
  return [...new Set([...general, ...own])].join(', ');
}

const { ledger: _ledger, ...IDS } = furnished();
const GOOD = requests(IDS.uploadId, IDS.backfillId);

function spoiltOf(operation: string): number {
  return spoilings(operation, GOOD[operation] ?? {}).length;
}

function testsOf(operation: string): string {
  const spoilt = spoiltOf(operation);
  const own = (ERRORS[operation] ?? []).length;
  return [
    'acted, answered and recorded',
    ...(spoilt > 0 ? [`${spoilt} spoilt requests`] : []),
    ...(own > 0 ? [own === 1 ? 'an error of its own' : `${own} errors of its own`] : []),
  ].join('; ');
}

/** Errors of the API that no state of a registry leads to, and what does. */
const OUTSIDE: Readonly<Record<string, string>> = {
  BlockedByOrganizationPolicyException: 'a policy of the organization',
  InvalidLayerException:
    'bytes that do not have the digest they should: where real ones are uploaded (`serve`), tested there and in upload.test.ts',
  KmsException: 'a key that is gone or refuses',
  SecretNotFoundException: 'the secret of a pull through cache rule',
  ServerException: 'a fault of the service itself',
  UnableToAccessSecretException: 'the secret of a pull through cache rule',
  UnableToDecryptSecretValueException: 'the secret of a pull through cache rule',
};

test('the page of operations says what is acted out, recorded, refused and tested, with no cell empty', async () => {
  const rows = Object.keys(OPERATIONS).map((operation) => {
    const file = fileOf(operation);
    const cells = [
      `\`${operation}\``,
      file === '' ? '' : `[${file}](../${FOLDER}/${file})`,
      recordOf(operation),
      errorsOf(operation),
      testsOf(operation),
    ];
    expect(cells).not.toContain('');
    return `| ${cells.join(' | ')} |`;
  });
  const produced = new Set([
    'InvalidParameterException',
    ...Object.values(ERRORS).flatMap((errors) => errors.map(({ code }) => code)),
  ]);
  // The class that all of them are of is no error of its own.
  const known = (await readClient('ecr')).errors
    .map(({ name }) => name)
    .filter((name) => name !== 'ECRServiceException');
  expect([...produced, ...Object.keys(OUTSIDE)].toSorted()).toEqual(known);
  const page = [
    '# Operations',
    '',
    `All ${rows.length} operations of Amazon ECR that the installed SDK client knows, acted out by the simulated registry. Written by`,
    '`test/unit/registry/operation/coverage.test.ts` from the tables that the tests run over: `npx vitest run',
    'test/unit/registry/operation -u` writes it anew, and a stale page fails.',
    '',
    '| operation | acted | recorded | error cases | tested |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `Of the ${known.length} errors that the client knows, these come from outside the registry:`,
    '',
    '| error | because of |',
    '| --- | --- |',
    ...Object.entries(OUTSIDE).map(([code, cause]) => `| \`${code}\` | ${cause} |`),
    '',
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../../../.github/OPERATIONS.md');
});
