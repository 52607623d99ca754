import { expect, test } from 'vitest';
import { A_PUSH, hear, onlyBroken, summary } from './hear.ts';

test('a step that succeeds and says nothing is no finding', async () => {
  expect(await hear(A_PUSH)).toEqual([]);
});

test('a step that fails without saying so is broken, with the error and what would declare it', async () => {
  expect(onlyBroken(await hear(`${A_PUSH}  - push: { image: "web:1.4.2", layers: [77] }\n`))).toEqual({
    claim: 'step 2 (push) succeeds',
    line: 7,
    outcome: 'it failed with ImageTagAlreadyExistsException',
    expected: 'step 2 (push) ends without an error',
    nearest: expect.stringMatching(/^ImageTagAlreadyExistsException: .*'1\.4\.2'/),
    difference: 'if the step is meant to end like this, it has to say fails: ImageTagAlreadyExistsException',
  });
});

test('a step that fails as it says is kept', async () => {
  const yaml = `${A_PUSH}  - push: { image: "web:1.4.2", layers: [77], fails: ImageTagAlreadyExistsException }\n`;
  expect(summary(await hear(yaml))).toEqual(['kept step 2 (push) fails with ImageTagAlreadyExistsException']);
});

test('a step that is meant to fail and succeeds is broken', async () => {
  const yaml = `${A_PUSH}  - push: { image: "web:1.4.3", layers: [77], fails: ImageTagAlreadyExistsException }\n`;
  expect(onlyBroken(await hear(yaml))).toMatchObject({
    outcome: 'it succeeded',
    expected: 'fails: ImageTagAlreadyExistsException',
    difference: 'the registry found nothing to refuse',
  });
});

test('a step that fails with another code is broken', async () => {
  const yaml = `${A_PUSH}  - push: { image: "web:1.4.2", layers: [77], fails: RepositoryNotFoundException }\n`;
  expect(onlyBroken(await hear(yaml))).toMatchObject({
    outcome: 'it failed with ImageTagAlreadyExistsException',
    difference: 'the code is ImageTagAlreadyExistsException, not RepositoryNotFoundException',
  });
});
