import type { Extracted, FilterPattern } from './filter-pattern.ts';
import { compileRegex } from './regex.ts';
import { invalidPattern, scanner, type Scanner } from './scanner.ts';

interface Term {
  /** `?` one of several, `-` must be missing, nothing: must be there. */
  readonly sign: string;
  readonly isIn: (message: string) => boolean;
}

const NOTHING: Extracted = {};

/**
 * Compiles `ERROR -"exit status" ?one ?other %5\d\d%`. An empty pattern matches every message.
 *
 * CloudWatch Logs leaves `?` terms out of account as soon as there are terms of another kind.
 */
export function termPattern(text: string): FilterPattern {
  const scan = scanner(text);
  const terms: Term[] = [];
  while (!scan.isAtEnd()) terms.push(readTerm(scan));
  const [wanted, unwanted, either] = ['', '-', '?'].map((sign) => terms.filter((term) => term.sign === sign));
  const isOptional = wanted!.length === 0 && unwanted!.length === 0 && either!.length > 0;
  return (message) => {
    const holds = ({ isIn }: Term): boolean => isIn(message);
    const matches = isOptional ? either!.some(holds) : wanted!.every(holds) && !unwanted!.some(holds);
    return matches ? NOTHING : undefined;
  };
}

function readTerm(scan: Scanner): Term {
  const sign = scan.take(/[?-](?=\S)/y)?.[0] ?? '';
  const regex = scan.take(/%((?:\\.|[^%\\])+)%/y);
  if (regex !== undefined) {
    const compiled = compileRegex(regex[1]!);
    return { sign, isIn: (message) => compiled.test(message) };
  }
  const quoted = scan.take(/"((?:\\.|[^"\\])*)"/y);
  const text = quoted === undefined ? scan.take(/[\w.]+/y)?.[0] : quoted[1]!.replaceAll(/\\(.)/g, '$1');
  // Terms with any other character have to be in quotes.
  if (text === undefined) throw invalidPattern();
  return { sign, isIn: (message) => message.includes(text) };
}
