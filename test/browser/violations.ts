import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe holds against a page as it is shown now, a line for each rule. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { readonly axe: { run(): Promise<AxeResults> } };
    const { violations: found } = await axe.run();
    return found.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`,
    );
  });
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}
