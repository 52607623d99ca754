import { Problem, type ProblemCode } from '../problem.ts';
import { nearest } from '../nearest.ts';
import type { Path } from './place.ts';
import type { Part, YamlTree } from './yaml-tree.ts';

/** Something wrong with a member, before it is known where that member stands in the text. */
export interface Complaint {
  readonly code: ProblemCode;
  readonly path: Path;
  readonly part: Part;
  /** How things are, to follow "Cannot read step 2: ". */
  readonly says: string;
  /** What was attempted, where that is not the reading: "pull \"web:1.4.2\"". */
  readonly attempt?: string;
}

/** Puts a complaint at its place. */
export function toProblem({ code, path, part, says, attempt }: Complaint, tree: YamlTree, file: string): Problem {
  const place = { file, ...tree.spot(path, part) };
  return new Problem(code, `Cannot ${attempt ?? `read ${subjectOf(path)}`}: ${says}`, { place });
}

const LISTS: Readonly<Record<string, (place: number) => string>> = {
  steps: (place) => `step ${place}`,
  given: (place) => `entry ${place} of "given"`,
  expect: (place) => `expectation ${place}`,
  // Of plans of load runs, which are read with the same words.
  phases: (place) => `phase ${place}`,
  flows: (place) => `flow ${place}`,
  observe: (place) => `entry ${place} of "observe"`,
  thresholds: (place) => `threshold ${place}`,
};

/** How many keys of the path lead to the entry of a list that it is in; 0 outside of the lists. */
function entryDepth(path: Path): 0 | 2 | 3 {
  if (path.length >= 2 && Object.hasOwn(LISTS, String(path[0]))) return 2;
  return path.length >= 3 && path[0] === 'delivery' && path[1] === 'faults' ? 3 : 0;
}

/** The entry of the file that a path leads into, counted as people count. */
function subjectOf(path: Path): string {
  const depth = entryDepth(path);
  if (depth === 0) return 'the scenario';
  const place = Number(path[depth - 1]) + 1;
  return LISTS[String(path[0])]?.(place) ?? `fault ${place}`;
}

/** A member by its own words inside its entry: `"push.layers[0]"`. */
export function nameOf(path: Path): string {
  const inside = path.slice(entryDepth(path));
  if (inside.length === 0) return 'it';
  const name = inside.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
  return `"${name.replace(/^\./, '')}"`;
}

/** What the keys of a mapping are keys of: `"push"`, `this expectation`, `a scenario`. */
export function ownerOf(path: Path): string {
  if (path.length === 0) return 'a scenario';
  return path.length === entryDepth(path) ? `this ${path[0] === 'expect' ? 'expectation' : 'entry'}` : nameOf(path);
}

/** `, did you mean "x"?` when a candidate is near, else nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? '' : `, did you mean ${quote(meant)}?`;
}

/** A text in quotes on one line, shortened when it is long. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text;
  return JSON.stringify(short).replaceAll(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What a value is, for the sentence "… is 5, not a list". */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty mapping' : 'a mapping';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value;
}

/** `"a", "b" or "c"`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
