/** Where in a file something stands. Lines and columns count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Exclusive end on the same line, so that a pointer can be drawn; absent when only the start is known. */
  readonly endColumn?: number;
}

/** Everything that a person can mend, by name. Each has a page in `explain/` and an exit code below. */
export type ProblemCode =
  | 'USAGE'
  | 'FILE_NOT_FOUND'
  | 'FILE_UNREADABLE'
  | 'FILE_EMPTY'
  | 'FILE_TOO_LARGE'
  | 'FILE_NOT_UTF8'
  | 'FILE_NOT_WRITTEN'
  | 'CONFIG_INVALID'
  | 'CONFIG_NOT_FOUND'
  | 'PATTERN_INVALID'
  | 'RULES_SYNTAX'
  | 'RULES_FORMAT'
  | 'RULES_CYCLE'
  | 'SCENARIO_SYNTAX'
  | 'SCENARIO_DUPLICATE_KEY'
  | 'SCENARIO_TAB'
  | 'SCENARIO_ALIAS'
  | 'SCENARIO_UNKNOWN_STEP'
  | 'SCENARIO_UNKNOWN_KEY'
  | 'SCENARIO_MISSING_KEY'
  | 'SCENARIO_WRONG_TYPE'
  | 'SCENARIO_WRONG_VALUE'
  | 'SCENARIO_WRONG_UNIT'
  | 'SCENARIO_VERSION'
  | 'SCENARIO_NAME_REFUSED'
  | 'SCENARIO_NOTHING_PUSHED'
  | 'SCENARIO_NO_REPOSITORY'
  | 'SCENARIO_UNKNOWN_OPERATION'
  | 'RECORDING_HEADER'
  | 'RECORDING_LINE'
  | 'RECORDING_LINE_TOO_LONG'
  | 'RECORDING_TOO_DEEP'
  | 'RECORDING_CUT'
  | 'RECORDING_DAMAGED'
  | 'REDACTION_KEY'
  | 'RECORDING_HARMLESS'
  | 'CONSUMER_UNKNOWN'
  | 'CONSUMER_NOT_LOADED'
  | 'LOAD_PLAN'
  | 'LOAD_FLOW'
  | 'LOAD_RESULT'
  | 'ENVIRONMENT_MISSING';

/** The exit code of DESIGN: 3 when the surroundings lack something, else 2. */
export function exitCodeOf(code: ProblemCode): 2 | 3 {
  return code === 'ENVIRONMENT_MISSING' ? 3 : 2;
}

/**
 * Something the person running the rehearsal can act on.
 *
 * Anything else that is thrown is a defect of ours and is never caught.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly place: Place | undefined;

  constructor(code: ProblemCode, message: string, options: ErrorOptions & { place?: Place | undefined } = {}) {
    super(message, options);
    this.code = code;
    this.place = options.place;
  }
}

/** Several problems of one input, found in one go. */
export class Problems extends Error {
  override readonly name = 'Problems';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.problems = problems;
  }
}
