import { basename, extname } from 'node:path';
import { Problem, Problems } from '../problem.ts';
import { check } from './check/check.ts';
import { toProblem, type Complaint } from './complaint.ts';
import { explain } from './explain.ts';
import { scenarioFile } from './format.ts';
import { pointerOf } from './place.ts';
import type { Scenario } from './scenario.ts';
import { soundParts } from './sound-parts.ts';
import { parseYaml } from './yaml-syntax.ts';
import { entryOf, readTree, type YamlTree } from './yaml-tree.ts';

/**
 * Reads the text of a scenario file. Throws `Problems` with everything that is wrong with it, in the order of the file.
 *
 * `file` is the name that places carry; nothing is read from disk.
 */
export function readScenario(text: string, file: string): Scenario {
  const tree = treeOf(text, file);
  if (tree.value === null && tree.problems.length === 0) {
    throw new Problems([
      new Problem('FILE_EMPTY', `Cannot read ${file}: it holds no scenario`, {
        place: { file, line: 1, column: 1 },
      }),
    ]);
  }
  const parsed = scenarioFile.safeParse(tree.value);
  const misshapen: readonly Complaint[] = parsed.success ? [] : explain(scenarioFile, tree.value, []);
  const complaints = [...misshapen, ...check(soundParts(tree.value))];
  const told = news(complaints, tree).slice(0, MOST_TOLD);
  const problems = [...tree.problems, ...told.map((complaint) => toProblem(complaint, tree, file))];
  if (problems.length > 0) throw new Problems(inOrder(problems));
  // zod and the explanation of it cannot disagree, unless we have a defect.
  if (!parsed.success) throw parsed.error;
  return {
    name: basename(file, extname(file)),
    file,
    ...(parsed.data as Omit<Scenario, 'name' | 'file' | 'places'>),
    places: tree.places(),
  };
}

/** The values of a text and their places; the library's own nodes, which are many times as large, are let go of here. */
function treeOf(text: string, file: string): YamlTree {
  // A byte order mark is not a column.
  const source = parseYaml(text.startsWith('\uFEFF') ? text.slice(1) : text, file);
  if (source.problems.length > 0) throw new Problems(inOrder(source.problems));
  return readTree(source);
}

/** What is wrong beyond the YAML itself: nothing of entries that lack a part because of it, nothing twice at one place. */
function news(complaints: readonly Complaint[], tree: YamlTree): readonly Complaint[] {
  const taken = new Set(tree.problems.map(({ place }) => `${place?.line}:${place?.column}`));
  return complaints.filter(({ path, part }) => {
    const { line, column } = tree.spot(path, part);
    return !tree.incomplete.has(entryOf(pointerOf(path))) && !taken.has(`${line}:${column}`);
  });
}

/** Nobody mends more at a time, and each has a stack that takes time to note. */
const MOST_TOLD = 1_000;

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    ({ place: a }, { place: b }) => (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0),
  );
}
