import { Composer, LineCounter, Parser, type CST, type Document, type ParsedNode, type YAMLError } from 'yaml';
import { Problem, type ProblemCode } from '../problem.ts';
import { spotOf, type Range } from './place.ts';

/** A text as a tree of nodes that know where they stand, or what is wrong with it. */
export interface YamlSource {
  readonly text: string;
  readonly file: string;
  readonly lines: LineCounter;
  /** Absent when the text is not one sound YAML document. */
  readonly root: ParsedNode | undefined;
  readonly problems: readonly Problem[];
}

/** The composer goes down one call a level, so that a text of brackets alone would exhaust the stack. */
const DEEPEST = 100;

/** Reads the syntax of one YAML document; merge keys and the types of YAML 1.1 are off, uniqueness of keys is checked later. */
export function parseYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const refuse = (code: ProblemCode, message: string, range: Range): void => {
    problems.push(new Problem(code, message, { place: { file, ...spotOf(range, text, lines) } }));
  };

  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const tooDeep = offsetBelow(tokens, DEEPEST);
  if (tooDeep !== undefined) {
    refuse('SCENARIO_SYNTAX', `Cannot read the YAML: it goes more than ${DEEPEST} levels deep here`, [
      tooDeep,
      tooDeep + 1,
    ]);
    return { text, file, lines, root: undefined, problems };
  }

  // With a line break in front of the first token of the file the counter has not seen offset 0 as a line of its own.
  const documents = [
    ...new Composer({
      version: '1.2',
      schema: 'core',
      merge: false,
      resolveKnownTags: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    }).compose(tokens, true, text.length),
  ];
  const first = documents[0];
  const seen = new Set<number>();
  for (const error of documents.flatMap((document) => [...document.errors, ...document.warnings])) {
    const start = Math.min(Math.max(0, error.pos[0]), Math.max(0, text.length - 1));
    const line = lines.linePos(start).line;
    // What follows on the same line is nearly always said of the same mistake.
    if (seen.has(line)) continue;
    seen.add(line);
    const code =
      error.code === 'TAB_AS_INDENT' || text[start] === '\t'
        ? 'SCENARIO_TAB'
        : error.code === 'BAD_ALIAS'
          ? 'SCENARIO_ALIAS'
          : 'SCENARIO_SYNTAX';
    refuse(code, `Cannot read the YAML: ${reason(error, code)}`, [start, Math.max(start + 1, error.pos[1])]);
  }
  refuseVersion(first, text, refuse);
  const second = documents[1];
  if (second !== undefined) {
    const start = Math.min(second.range[0], text.length - 1);
    refuse('SCENARIO_SYNTAX', 'Cannot read the YAML: a second document begins here, but one file is one scenario', [
      start,
      start + 1,
    ]);
  }
  return {
    text,
    file,
    lines,
    root: problems.length === 0 ? (first?.contents ?? undefined) : undefined,
    problems,
  };
}

function refuseVersion(
  document: Document | undefined,
  text: string,
  refuse: (code: ProblemCode, message: string, range: Range) => void,
): void {
  const version = document?.directives?.yaml;
  if (version?.explicit !== true || version.version === '1.2') return;
  const start = Math.max(0, text.search(/^%YAML/m));
  refuse(
    'SCENARIO_SYNTAX',
    `Cannot read the YAML: the file asks for YAML ${version.version}, but scenarios are YAML 1.2`,
    [start, start + 5],
  );
}

/** Our own words for the mistakes that people make; the library's for the others. */
function reason(error: YAMLError, code: ProblemCode): string {
  if (code === 'SCENARIO_TAB') return 'a tab stands where only spaces may indent';
  if (error.code === 'RESOURCE_EXHAUSTION') return 'it goes too deep here';
  const said = error.message.trim().replace(/\.$/, '').replaceAll(/\s+/g, ' ');
  // Names such as "TAG" keep their capitals.
  return /^[A-Z][a-z]/.test(said) ? `${said[0]!.toLowerCase()}${said.slice(1)}` : said;
}

/** Where the tokens go deeper than `deepest`, if they do. */
function offsetBelow(tokens: readonly CST.Token[], deepest: number): number | undefined {
  const left: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return 'offset' in token ? token.offset : 0;
    if ('items' in token) {
      for (const item of token.items) {
        for (const part of [item.key, item.value]) if (part != null) left.push({ token: part, depth: depth + 1 });
      }
    }
    if (token.type === 'document' && token.value !== undefined) left.push({ token: token.value, depth });
  }
  return undefined;
}
