import { expect, test } from 'vitest';
import { scenarioFiles } from '../../../src/cli/scenario-files.ts';

test('below a folder load plans are no scenarios, and one that is named is what it is named as', () => {
  const { files } = scenarioFiles(['scenarios']);
  expect(files).toContain('scenarios/push.yaml');
  expect(files.filter((file) => file.includes('.load.'))).toEqual([]);
  expect(scenarioFiles(['scenarios/pushes.load.yaml']).files).toEqual(['scenarios/pushes.load.yaml']);
});
