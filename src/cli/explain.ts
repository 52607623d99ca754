import { CONTRACTS } from '../contract/contracts.ts';
import { tellContract } from '../contract/tell.ts';
import { meant, pageOn } from '../explain/pages.ts';
import { showContents, showPage } from '../explain/show.ts';
import { Problem } from '../problem.ts';

/** `ecreplay explain`: prints what codes, kinds of promises and contracts mean; what there is, where none is named. */
export function explain(names: readonly string[]): void {
  if (names.length === 0) {
    process.stdout.write(showContents());
    process.stdout.write('Contracts: npx ecreplay contract --list\n');
    return;
  }
  // All are looked for before any is told, so that a misspelt one is not lost below the others.
  const texts = names.map(textOn);
  process.stdout.write(texts.join('\n'));
}

function textOn(name: string): string {
  const found = pageOn(name);
  if (found !== undefined) return showPage(found.name, found.page);
  const contract = CONTRACTS.find((one) => one.name === name);
  if (contract !== undefined) return tellContract(contract);
  const near = meant(
    name,
    CONTRACTS.map((one) => one.name),
  );
  throw new Problem(
    'USAGE',
    `Cannot explain "${name}": there is no page on it, ${near === undefined ? 'wanted one of those that "npx ecreplay explain" lists' : `did you mean "${near}"`}`,
  );
}
