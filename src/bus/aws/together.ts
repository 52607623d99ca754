import { Problem, Problems } from '../../problem.ts';

/** Makes something of each, and tells everything that is wrong in one go. */
export async function together<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made | Promise<Made>,
): Promise<readonly Made[]> {
  const problems: Problem[] = [];
  const made: Made[] = [];
  for (const item of items) {
    try {
      made.push(await make(item));
    } catch (error) {
      if (error instanceof Problem) problems.push(error);
      else if (error instanceof Problems) problems.push(...error.problems);
      else throw error;
    }
  }
  const [only] = problems;
  if (only !== undefined) throw problems.length === 1 ? only : new Problems(problems);
  return made;
}
