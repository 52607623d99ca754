import { Problem, Problems } from '../../problem.ts';
import { toProblem, type Complaint } from '../../scenario/complaint.ts';
import { explain } from '../../scenario/explain.ts';
import { parseYaml } from '../../scenario/yaml-syntax.ts';
import { readTree, type YamlTree } from '../../scenario/yaml-tree.ts';
import { checkPlan } from './check.ts';
import { planFile, type WrittenPlan } from './format.ts';
import type { Plan } from './plan.ts';

/** A plan that was read and found sound as far as its own text goes: files that it names are not read yet. */
export interface ReadPlan {
  readonly written: WrittenPlan;
  readonly places: Plan['places'];
}

/**
 * Reads the text of a plan. Throws `Problems` with everything that is wrong with it, in the order of the file.
 *
 * `file` is the name that places carry; nothing is read from disk.
 */
export function readPlan(text: string, file: string): ReadPlan {
  const source = parseYaml(text.startsWith('\uFEFF') ? text.slice(1) : text, file);
  if (source.problems.length > 0) throw new Problems(source.problems);
  const tree = readTree(source);
  if (tree.value === null && tree.problems.length === 0) {
    const place = { file, line: 1, column: 1 };
    throw new Problems([new Problem('FILE_EMPTY', `Cannot read ${file}: it holds no plan`, { place })]);
  }
  const parsed = planFile.safeParse(tree.value);
  const complaints = parsed.success ? checkPlan(parsed.data) : explain(planFile, tree.value, []);
  const problems = [...tree.problems, ...complaints.map((complaint) => worded(complaint, tree, file))];
  if (problems.length > 0) throw new Problems(inOrder(problems));
  // zod and the explanation of it cannot disagree, unless we have a defect.
  if (!parsed.success) throw parsed.error;
  return { written: parsed.data, places: tree.places() };
}

/** A complaint in the words of a plan, where those that plans and scenarios share speak of a scenario. */
function worded({ says, ...complaint }: Complaint, tree: YamlTree, file: string): Problem {
  const { message, place } = toProblem(
    { ...complaint, says: says.replace('is not a key of a scenario', 'is not a key of a plan') },
    tree,
    file,
  );
  return new Problem('LOAD_PLAN', message.replace(/^Cannot read the scenario: /, 'Cannot read the plan: '), { place });
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    ({ place: a }, { place: b }) => (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0),
  );
}
