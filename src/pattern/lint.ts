import { ecrShapes } from './advice/ecr-shapes.ts';
import { reachOf } from './advice/reach.ts';
import type { EventShape } from './advice/shape.ts';
import { parseBranches } from './branches.ts';
import type { Branch } from './branches.ts';
import { compileBranches } from './compile-branches.ts';
import { complexityOf, MOST_COMPLEX } from './complexity.ts';
import { Refusal } from './refusal.ts';

/** Something to know about a pattern before it meets EventBridge. */
export interface LintNote {
  /** An error keeps the rule from being made; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly code:
    | 'REFUSED'
    | 'TOO_LONG'
    | 'OVER_QUOTA'
    | 'COMPLEX'
    | 'REPEATED_PATH'
    | 'NEVER_MATCHES'
    | 'CANNOT_SAY'
    | 'ALL_KINDS'
    | 'READ_ONLY_CALLS'
    | 'ONLY_READS';
  readonly message: string;
}

/** The longest pattern that an account takes unless its quota has been raised, and the longest that any takes. */
const QUOTA = 2048;
const LONGEST = 4096;

/** The highest score of which AWS's consent is on record. */
const SURELY_TAKEN = 7;

/** Says what EventBridge will not take, and what it will take though no event of Amazon ECR can ever match it. */
export function lintPattern(text: string): readonly LintNote[] {
  const notes = lengthNotes(text.length);
  const repeated = new Set<string>();
  let branches: readonly Branch[];
  try {
    parseBranches(text, (path) => repeated.add(path));
    branches = compileBranches(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const advice = adviceFor(error.message);
    return [...notes, note('error', 'REFUSED', `Event pattern is not valid. Reason: ${error.message}${advice}`)];
  }
  return [
    ...notes,
    ...complexityNotes(branches),
    ...[...repeated].map(repeatNote),
    ...reachNotes(branches),
    ...breadthNotes(branches),
    ...readOnlyNotes(branches),
  ];
}

/** A rule on the source alone is a rule on kinds of events that nobody thought of. */
function breadthNotes(branches: readonly Branch[]): LintNote[] {
  const kinds = ecrShapes.filter((shape) => branches.some((branch) => takesWhole(branch, shape)));
  if (kinds.length < 2) return [];
  const names = kinds.map(({ detailType }) => detailType).join(', ');
  return [note('warning', 'ALL_KINDS', `no \`detail-type\` is asked for: ${names} all match`)];
}

/** Whether the pattern asks nothing of a shape's detail, and the shape has all the rest. */
function takesWhole(branch: Branch, shape: EventShape): boolean {
  const paths = [...branch.keys()];
  if (paths.some((path) => path === 'detail-type' || path.startsWith('detail.'))) return false;
  return reachOf([branch], [shape]).kind !== 'never';
}

/** Names of calls that only read, by which EventBridge goes. */
const READS = /^(?:Get|List|Describe)/;

function readOnlyNotes(branches: readonly Branch[]): LintNote[] {
  const names = [...new Set(branches.flatMap(readsOf))];
  if (names.length === 0) return [];
  const reach = `${names.join(', ')}: calls that begin so reach only rules in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`;
  const isAll = branches.every((branch) => {
    const asked = branch.get('detail.eventName');
    return asked !== undefined && readsOf(branch).length === asked.length;
  });
  return isAll
    ? [note('warning', 'ONLY_READS', `${reach}, and no other call is asked for: give the rule that state`)]
    : [note('warning', 'READ_ONLY_CALLS', reach)];
}

/** What a way to match asks for by names of calls that only read. */
function readsOf(branch: Branch): readonly string[] {
  return (branch.get('detail.eventName') ?? []).flatMap((operator) =>
    (operator.kind === 'string' || operator.kind === 'prefix') && READS.test(operator.value) ? [operator.value] : [],
  );
}

function lengthNotes(length: number): LintNote[] {
  if (length > LONGEST)
    return [note('error', 'TOO_LONG', `${length} characters; no pattern may have more than ${LONGEST}`)];
  if (length <= QUOTA) return [];
  return [
    note('warning', 'OVER_QUOTA', `${length} characters; an account takes ${QUOTA} unless its quota has been raised`),
  ];
}

function complexityNotes(branches: readonly Branch[]): LintNote[] {
  const score = complexityOf(branches, MOST_COMPLEX + 1);
  if (score <= SURELY_TAKEN) return [];
  const message = `its wildcards score ${score}; AWS is known to take ${SURELY_TAKEN} and to refuse ${MOST_COMPLEX + 1}`;
  return [note('warning', 'COMPLEX', message)];
}

function repeatNote(path: string): LintNote {
  return note('warning', 'REPEATED_PATH', `\`${path}\` is said more than once; only the last counts`);
}

function reachNotes(branches: readonly Branch[]): LintNote[] {
  const reach = reachOf(branches, ecrShapes);
  if (reach.kind === 'possible') return [];
  if (reach.kind === 'cannot say') {
    return [
      note('warning', 'CANNOT_SAY', `only ${reach.detailType} could match, and what is in its detail is not published`),
    ];
  }
  const paths = reach.paths.map((path) => `\`${path}\``).join(', ');
  return [
    note(
      'warning',
      'NEVER_MATCHES',
      `no event of Amazon ECR can match: ${reach.detailType} comes nearest and fails at ${paths}`,
    ),
  ];
}

/** The commonest mistakes have a fix that AWS's words do not name. */
function adviceFor(message: string): string {
  const name = /^"(.*)" must be an object or an array/.exec(message)?.[1];
  if (name !== undefined) return `\nPut the value in a list: "${name}": ["…"]`;
  const fix = FIXES.find(([begins]) => message.startsWith(begins))?.[1];
  return fix === undefined ? '' : `\n${fix}`;
}

const FIXES: readonly (readonly [begins: string, fix: string])[] = [
  ['Filter is not an object', 'A pattern is an object of lists: {"source": ["aws.ecr"]}'],
  ["Unexpected character ('\uFEFF'", 'The text begins with a byte order mark: save it as UTF-8 without one'],
  ["Unexpected character ('\uFFFD'", 'This is no text in UTF-8'],
  ['Illegal character ((CTRL-CHAR, code 0))', 'This is no text in UTF-8'],
];

function note(severity: LintNote['severity'], code: LintNote['code'], message: string): LintNote {
  return { severity, code, message };
}
