import { expect, test } from 'vitest';
import { busesPage } from './generate/docs/buses.ts';
import { codesPage } from './generate/docs/codes.ts';
import { commandsPage } from './generate/docs/commands.ts';
import { configurationPage } from './generate/docs/configuration.ts';
import { fidelityPage } from './generate/docs/fidelity.ts';
import { formatPage } from './generate/docs/format.ts';

test.each([
  ['buses', busesPage],
  ['codes', codesPage],
  ['commands', commandsPage],
  ['configuration', configurationPage],
  ['fidelity', fidelityPage],
  ['format', formatPage],
])('the page on %s says what there is (after a change: npm run docs)', async (name, page) => {
  await expect(page()).toMatchFileSnapshot(`../.github/docs/${name}.md`);
});
