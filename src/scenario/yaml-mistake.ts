import type { CST, Document, YAMLError } from 'yaml';
import type { ProblemCode } from '../problem.ts';
import type { Lines, Range } from './place.ts';
import { quoteThatEndsAt } from './yaml-token.ts';

/** Something that is not YAML, or not YAML 1.2, before it is put at its place. */
export interface Mistake {
  readonly code: ProblemCode;
  readonly says: string;
  readonly range: Range;
}

/** What the library complains about, in our own words and without what follows from another mistake. */
export function mistakes(
  document: Document,
  tokens: readonly CST.Token[],
  text: string,
  lines: Lines,
): readonly Mistake[] {
  const all = [...document.errors, ...document.warnings].map((error) => toMistake(error, tokens, text));
  const version = document.directives?.yaml;
  if (version?.explicit === true && version.version !== '1.2') {
    const start = Math.max(0, text.search(/^%YAML/m));
    const says = `the file asks for YAML ${version.version}, but scenarios are YAML 1.2`;
    all.push({ code: 'SCENARIO_SYNTAX', says, range: [start, start + '%YAML'.length] });
  }
  return withoutEchoes(all, lines);
}

/** One mistake is said on a line, and none on the line before a tab: the rest is nearly always its echo. */
function withoutEchoes(all: readonly Mistake[], lines: Lines): readonly Mistake[] {
  const lineOf = ({ range }: Mistake): number => lines.lineAt(range[0]);
  const tabs = new Set(all.filter(({ code }) => code === 'SCENARIO_TAB').map(lineOf));
  const said = new Set<number>();
  return all.filter((mistake) => {
    const line = lineOf(mistake);
    const isEcho = said.has(line) || (mistake.code !== 'SCENARIO_TAB' && (tabs.has(line) || tabs.has(line + 1)));
    if (!isEcho) said.add(line);
    return !isEcho;
  });
}

function toMistake(error: YAMLError, tokens: readonly CST.Token[], text: string): Mistake {
  const [start, end] = error.pos;
  const tab = tabBefore(start, text);
  if (error.code === 'TAB_AS_INDENT' || tab !== undefined) {
    const at = tab ?? start;
    return { code: 'SCENARIO_TAB', says: 'a tab stands where only spaces may indent', range: [at, at + 1] };
  }
  const code = error.code === 'BAD_ALIAS' ? 'SCENARIO_ALIAS' : 'SCENARIO_SYNTAX';
  const opened = /^Missing closing .quote/.test(error.message) ? quoteThatEndsAt(start, tokens) : undefined;
  if (opened !== undefined) return { code, says: 'this quote is never closed', range: [opened, opened + 1] };
  return { code, says: inOurWords(error), range: [start, end] };
}

/** A tab right at this offset, or in the white space that its line begins with. */
function tabBefore(offset: number, text: string): number | undefined {
  if (text[offset] === '\t') return offset;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const lead = text.slice(start, offset);
  return lead.trim() === '' && lead.includes('\t') ? start + lead.indexOf('\t') : undefined;
}

const WORDS: readonly (readonly [said: RegExp, ours: string])[] = [
  [
    /^Flow sequence in block collection must be/,
    'a "[" is not closed by "]", or what stands inside it is not indented',
  ],
  [/^Flow map in block collection must be/, 'a "{" is not closed by "}", or what stands inside it is not indented'],
  [
    /^Nested mappings are not allowed in compact/,
    'a second ": " stands on this line, and text that holds one needs quotes',
  ],
  [/^Implicit map keys need to be followed/, 'a key is not followed by ": "'],
  [
    /^Implicit keys need to be on a single line/,
    'a key goes on over several lines, which means that a ":" or a quote is missing',
  ],
  [/^All sequence items must start/, 'this item is not indented like the others of its list'],
  [/^All mapping items must start/, 'this key is not indented like the others of its mapping'],
  [/^Unexpected \S+ at node end/, 'something follows here although the value before it has ended'],
];

function inOurWords(error: YAMLError): string {
  if (error.code === 'RESOURCE_EXHAUSTION') return 'it goes too deep here';
  const said = error.message.trim().replace(/\.$/, '').replaceAll(/\s+/g, ' ');
  const ours = WORDS.find(([pattern]) => pattern.test(said))?.[1];
  if (ours !== undefined) return ours;
  const tag = /^Unresolved tag: (.*)$/.exec(said)?.[1];
  if (tag !== undefined) return `the tag "${tag.replace('tag:yaml.org,2002:', '!!')}" means nothing in a scenario`;
  const quoted = said.startsWith('Plain value cannot start') ? `${said}, so that the text needs quotes` : said;
  // Names such as "YAML" keep their capitals.
  return /^[A-Z][a-z]/.test(quoted) ? `${quoted[0]!.toLowerCase()}${quoted.slice(1)}` : quoted;
}
