import { compare } from './compare.ts';
import { differences } from './differences.ts';
import type { Harness } from './harness.ts';

/** Asks about the example of each known difference, which still has to differ, and its neighbour, which has to agree. */
export async function checkExamples(harness: Harness): Promise<string[]> {
  const examples = await harness.ask(differences.map(({ example }) => example));
  const neighbours = await harness.ask(differences.map(({ neighbour }) => neighbour));
  return differences.flatMap((difference, index) => {
    const shown = compare(difference.example, examples[index] ?? {});
    const beside = compare(difference.neighbour, neighbours[index] ?? {});
    return [
      ...(shown.difference === difference ? [] : [`no longer different: ${difference.what}: ${JSON.stringify(shown)}`]),
      ...(beside.kind === 'match' || beside.kind === 'no match'
        ? []
        : [`the neighbour does not agree: ${difference.what}: ${JSON.stringify(beside)}`]),
    ];
  });
}
