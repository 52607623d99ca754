import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { loadHandler } from '../../../src/consumer/load-handler.ts';
import { Problem } from '../../../src/problem.ts';

const from = {
  root: import.meta.dirname,
  importModule: (path: string): Promise<unknown> => import(pathToFileURL(path).href),
};

test.each(['handlers/deployer.ts#handler', 'handlers/deployer.ts', 'handlers/deployer', './handlers/deployer.ts'])(
  '%s is a handler',
  async (handler) => {
    expect(await loadHandler('deployer', { handler }, from)).toBeTypeOf('function');
  },
);

test('a handler of a CommonJS module is found', async () => {
  expect(await loadHandler('c', { handler: 'handlers/styles.cjs#callback' }, from)).toHaveLength(3);
});

test.each([
  [
    'handlers/deployr.ts#handler',
    'Cannot load consumer "deployer": there is no file "handlers/deployr.ts", did you mean "handlers/deployer.ts"',
  ],
  ['nowhere/at/all.ts#handler', 'Cannot load consumer "deployer": there is no file "nowhere/at/all.ts"'],
  [
    'handlers/deployer.ts#handlr',
    'Cannot load consumer "deployer": "handlers/deployer.ts" does not export "handlr", did you mean "handler"',
  ],
  [
    'handlers/deployer.ts#onEvent',
    'Cannot load consumer "deployer": "handlers/deployer.ts" does not export "onEvent"; it exports "handler"',
  ],
  [
    'handlers/styles.cjs#notAFunction',
    'Cannot load consumer "deployer": "notAFunction" of "handlers/styles.cjs" is a number, and has to be a function',
  ],
  [
    'handlers/throws-at-import.ts',
    'Cannot load consumer "deployer": "handlers/throws-at-import.ts" fails as it is imported: RangeError: no table configured',
  ],
  ['#handler', 'Cannot load consumer "deployer": its handler is "#handler", and has to be "path#export"'],
  [
    'handlers/deployer.ts#',
    'Cannot load consumer "deployer": its handler is "handlers/deployer.ts#", and has to be "path#export"',
  ],
])('%s is refused in a sentence', async (handler, message) => {
  await expect(loadHandler('deployer', { handler }, from)).rejects.toSatisfy(
    (error) => error instanceof Problem && error.code === 'CONSUMER_NOT_LOADED' && error.message === message,
  );
});

test('what a module throws as it is imported is kept as the cause', async () => {
  await expect(loadHandler('x', { handler: 'handlers/throws-at-import.ts' }, from)).rejects.toMatchObject({
    cause: expect.any(RangeError) as unknown,
  });
});

test('the importer is told the absolute path, and whether the module has to be new', async () => {
  const asked: unknown[] = [];
  const importModule = (...args: unknown[]) => {
    asked.push(args);
    return Promise.resolve({ handler: () => 1 });
  };
  await loadHandler('a', { handler: 'handlers/deployer.ts' }, { root: import.meta.dirname, importModule });
  await loadHandler(
    'a',
    { handler: 'handlers/deployer.ts', start: 'warm' },
    { root: import.meta.dirname, importModule },
  );
  const path = `${import.meta.dirname}/handlers/deployer.ts`;
  expect(asked).toEqual([
    [path, 'cold'],
    [path, 'warm'],
  ]);
});
