import { Composer, Parser, type ParsedNode } from 'yaml';
import { Problem, type ProblemCode } from '../problem.ts';
import { linesOf, type Lines, type Range } from './place.ts';
import { mistakes } from './yaml-mistake.ts';
import { offsetBelow } from './yaml-token.ts';

/** A text as a tree of nodes that know where they stand, or what is wrong with it. */
export interface YamlSource {
  readonly file: string;
  readonly lines: Lines;
  /** Absent when the text is not one sound YAML document. */
  readonly root: ParsedNode | undefined;
  readonly problems: readonly Problem[];
}

/** The composer goes down one call a level, so that a text of brackets alone would exhaust the stack. */
const DEEPEST = 100;

/** Keys are compared later: the library compares each with each, which a long mapping makes a matter of hours. */
const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Reads the syntax of one YAML 1.2 document, without merge keys and the types of YAML 1.1. */
export function parseYaml(text: string, file: string): YamlSource {
  const lines = linesOf(text);
  const problems: Problem[] = [];
  const refuse = (code: ProblemCode, says: string, [start, end]: Range): void => {
    // The end of the file is no character; the last one is the nearest to point at.
    const from = Math.min(Math.max(0, start), Math.max(0, text.length - 1));
    const place = { file, ...lines.spotOf([from, Math.max(from + 1, end)]) };
    problems.push(new Problem(code, `Cannot read the YAML: ${says}`, { place }));
  };

  const tokens = [...new Parser().parse(text)];
  const tooDeep = offsetBelow(tokens, DEEPEST);
  if (tooDeep !== undefined) {
    refuse('SCENARIO_SYNTAX', `it goes more than ${DEEPEST} levels deep here`, [tooDeep, tooDeep + 1]);
    return { file, lines, root: undefined, problems };
  }
  const [first, second] = [...new Composer(OPTIONS).compose(tokens, true, text.length)];
  if (first !== undefined) {
    for (const { code, says, range } of mistakes(first, tokens, text, lines)) refuse(code, says, range);
  }
  if (second !== undefined) {
    const [start] = second.range;
    refuse('SCENARIO_SYNTAX', 'a second document begins here, but one file is one scenario', [start, start + 1]);
  }
  const root = problems.length === 0 ? (first?.contents ?? undefined) : undefined;
  return { file, lines, root, problems };
}
