import { complexityOf, MOST_COMPLEX } from '../../src/pattern/complexity.ts';
import type { Branch } from '../../src/pattern/branches.ts';
import { Matcher } from '../../src/pattern/match/matcher.ts';
import type { Operator } from '../../src/pattern/operator/operator.ts';
import { RawNumber } from '../../src/pattern/scalar.ts';
import type { Case } from './cases.ts';
import type { Answer } from './harness.ts';
import { Facts, saysTheSame } from './facts.ts';

/** A case in which EventBridge, or this engine on purpose, does not do what the library does. */
export interface Difference {
  readonly what: string;
  /** Where it is known from. */
  readonly source: string;
  /** The least that shows it, and the nearest to it that does not. */
  readonly example: Case;
  readonly neighbour: Case;
  applies(facts: Facts, our: boolean | string, theirs: Answer): boolean;
}

/** Numbers of the generated cases that Java 17 spells otherwise than later versions. */
const SPELLED_LONG: ReadonlySet<number> = new Set(['1E23', '2E23', '5.684341886080802e-14'].map(Number));

/** Whether a letter of a text takes more or fewer bytes in the other case. */
function changesLength(text: string): boolean {
  return Array.from(text).some((letter) => {
    const bytes = Buffer.byteLength(letter);
    return Buffer.byteLength(letter.toLowerCase()) !== bytes || Buffer.byteLength(letter.toUpperCase()) !== bytes;
  });
}

/** Every way in which the two are known to differ. */
export const differences: readonly Difference[] = [
  {
    what: 'a range above the largest number of all, or below the lowest, breaks the library',
    source:
      'event-ruler 2.0.1, run: ArrayIndexOutOfBoundsException out of its range patterns; the service cannot do that',
    example: { pattern: '{"a":[{"numeric":[">",1.7976931348623157e308]}]}', event: '{"a":1}' },
    neighbour: { pattern: '{"a":[{"numeric":["<=",1.7976931348623157e308]}]}', event: '{"a":1}' },
    applies: (facts, _our, { failure = '' }) =>
      failure.includes('ArrayIndexOutOfBounds') &&
      facts.operators.some(
        (operator) =>
          operator.kind === 'range' &&
          (operator.bottom?.value === Number.MAX_VALUE || operator.top?.value === -Number.MAX_VALUE),
      ),
  },
  {
    what: 'an empty list under prefix, suffix, equals-ignore-case or wildcard in anything-but breaks the library',
    source:
      'event-ruler 2.0.1, run: its compiler takes the list, its matcher throws NullPointerException; here it accepts every value',
    example: { pattern: '{"a":[{"anything-but":{"prefix":[]}}]}', event: '{"a":"b"}' },
    neighbour: { pattern: '{"a":[{"anything-but":{"prefix":["c"]}}]}', event: '{"a":"b"}' },
    applies: (facts, _our, { failure = '' }) =>
      failure.includes('NullPointerException') &&
      facts.operators.some((operator) => 'values' in operator && [...operator.values].length === 0),
  },
  {
    what: 'equals-ignore-case suffixes of letters that have two lengths break the library',
    source:
      'event-ruler 2.0.1, run: ClassCastException out of its machine of bytes when a suffix ends in the letters that a letter of an earlier ' +
      'one becomes in lower case (İ becomes two); the other way round it matches',
    example: {
      pattern: '{"a":[{"suffix":{"equals-ignore-case":"İ"}},{"suffix":{"equals-ignore-case":"i\u0307"}}]}',
      event: '{"a":"İ"}',
    },
    neighbour: {
      pattern: '{"a":[{"suffix":{"equals-ignore-case":"i\u0307"}},{"suffix":{"equals-ignore-case":"İ"}}]}',
      event: '{"a":"İ"}',
    },
    applies: (facts, _our, { failure = '' }) =>
      failure.includes('InputMultiByteSet cannot be cast to') &&
      facts.operators.filter(({ kind }) => kind === 'fold-suffix').length > 1 &&
      facts.operators.some((operator) => operator.kind === 'fold-suffix' && changesLength(operator.value)),
  },
  {
    what: 'a number passes for the hexadecimal digits of an address',
    source:
      'event-ruler 2.0.1, run: a number is read as text, as the event spells it, where no alternative in the same state of its machine asks for ' +
      'numbers. Here the leaf decides, not the state that ways of $or may share, and a number is spelled plainly',
    example: { pattern: '{"a":[{"cidr":"16.0.0.0/4"}]}', event: '{"a":10E-1}' },
    neighbour: { pattern: '{"a":[{"cidr":"16.0.0.0/4"}]}', event: '{"a":1}' },
    applies: (facts, our, { matches }) =>
      typeof our === 'boolean' &&
      matches !== undefined &&
      facts.clauses.some(
        ({ operators, values }) =>
          operators.some(({ kind }) => kind === 'address') &&
          values.some((value) => typeof value === 'object' || typeof value === 'number') &&
          (facts.branches.length > 1 || values.some((value) => facts.spellsOddly(value))),
      ),
  },
  {
    what: 'the complexity of wildcards in a list under anything-but, or beside equals-ignore-case, differs a little',
    source:
      'event-ruler 2.0.1, run: its machine shares more states between them than their common beginnings; where AWS draws the line is not known so closely',
    example: {
      pattern: '{"a":[{"anything-but":{"wildcard":["*:FF*F*0*","a*"]}},{"wildcard":"*b*a*k"}]}',
      event: '{"a":"x"}',
    },
    neighbour: { pattern: '{"a":[{"anything-but":{"wildcard":"*:FF*F*"}},{"wildcard":"*b*k"}]}', event: '{"a":"x"}' },
    applies: (facts, our, { complexity }) =>
      complexity !== undefined &&
      complexity > MOST_COMPLEX !== String(our).startsWith('Rule is too complex') &&
      Math.abs(complexityOf(facts.branches, 100) - complexity) <= 6 &&
      (facts.operators.some((operator) => operator.kind === 'but-wildcard' && operator.values.length > 1) ||
        facts.clauses.some(tripsOverWildcard)),
  },
  {
    what: 'a way of $or is lost',
    source:
      'event-ruler 2.0.1, run: adding a rule, its GenericMachine takes a way for one that it has when both want the same paths and share an ' +
      'alternative at each. Whether it does depends on the order of a hash set',
    example: { pattern: '{"$or":[{"a":["x"]},{"b":["y"]},{"a":["x","z"]}]}', event: '{"a":"z"}' },
    neighbour: { pattern: '{"$or":[{"a":["x"]},{"b":["y"]},{"a":["w","z"]}]}', event: '{"a":"z"}' },
    applies: (facts, our, { matches }) =>
      our === true &&
      matches === false &&
      facts.branches
        .filter((branch) => new Matcher([[branch]]).matchText(facts.question.event).length > 0)
        .every((branch) => facts.branches.some((other) => other !== branch && looksLike(other, branch))),
  },
  {
    what: 'equals-ignore-case, or a suffix of letters beyond ASCII, beside a wildcard at the same path',
    source:
      'event-ruler 2.0.1, run: its machine loses its way between the two; without the wildcard neither matches what the example does',
    example: { pattern: '{"x":[{"wildcard":"*:*001"},{"equals-ignore-case":"I"}]}', event: '{"x":"ab:cd"}' },
    neighbour: { pattern: '{"x":[{"equals-ignore-case":"I"}]}', event: '{"x":"ab:cd"}' },
    applies: (facts, our, { matches }) =>
      typeof our === 'boolean' &&
      matches !== undefined &&
      facts.clauses.some(
        (clause) => tripsOverWildcard(clause) && clause.values.some((value) => typeof value === 'string'),
      ),
  },
  {
    what: 'one path below two lists',
    source:
      'event-ruler 2.0.1, read and run: where an event says a key twice, or once with dots and once without, its StructuredFinder looks into ' +
      'only one of the lists chosen so far, and the order of a hash table says into which. JSON parsers leave no such event',
    example: {
      pattern: '{"a":{"b":["x"],"c":["y"],"d":[1]}}',
      event: '{"a":[{"b":"x"},{"d":1}],"a":[{"c":"y","d":1}]}',
    },
    neighbour: {
      pattern: '{"a":{"b":["x"],"c":["y"],"d":[1]}}',
      event: '{"a":[{"b":"x"},{"d":1}],"a":[{"b":"x","c":"y","d":1}]}',
    },
    applies: (facts, our, { matches }) =>
      typeof our === 'boolean' &&
      matches !== undefined &&
      facts.clauses.some(({ scattered }) => scattered) &&
      facts.clauses.filter(({ inLists }) => inLists).length > 1,
  },
  {
    what: 'Java 17 spells a few numbers with more digits than it takes, and then does not know them again',
    source:
      'JDK-4511638, mended in Java 19: Double.toString(2E23) is 1.9999999999999998E23. On Java 25 event-ruler 2.0.1 gives our verdicts; which Java AWS runs is unknown',
    example: { pattern: '{"a":[{"numeric":["=",2E23]}]}', event: '{"a":2E23}' },
    neighbour: { pattern: '{"a":[{"numeric":["=",1E22]}]}', event: '{"a":1E22}' },
    applies: (facts, our, { refusal, matches }) => {
      const refused = [our, refusal].flatMap((text) => /^Cannot compare number : (\S+)/.exec(String(text))?.[1] ?? []);
      if (refused.length > 0) return refused.some((number) => SPELLED_LONG.has(Number(number)));
      return (
        typeof our === 'boolean' &&
        matches !== undefined &&
        facts.clauses.some(({ values }) =>
          values.some((value) => SPELLED_LONG.has(value instanceof RawNumber ? Number(value.text) : Number(value))),
        )
      );
    },
  },
];

/** The known difference that a case falls under, if any. */
export function knownDifference(question: Case, our: boolean | string, theirs: Answer): Difference | undefined {
  const facts = new Facts(question);
  return differences.find((difference) => difference.applies(facts, our, theirs));
}

function looksLike(a: Branch, b: Branch): boolean {
  return (
    a.size === b.size &&
    b.entries().every(([path, operators]) => {
      const known = a.get(path);
      return known !== undefined && operators.some((operator) => known.some((other) => saysTheSame(operator, other)));
    })
  );
}

function tripsOverWildcard({ operators }: { readonly operators: readonly Operator[] }): boolean {
  const kinds = new Set<string>(operators.map(({ kind }) => kind));
  const folds = ['fold', 'fold-prefix', 'fold-suffix', 'but-fold'].some((kind) => kinds.has(kind));
  const endings = operators.some(
    ({ kind, json }) => (kind === 'suffix' || kind === 'but-suffix') && /\P{ASCII}/u.test(JSON.stringify(json)),
  );
  return (folds || endings) && (kinds.has('wildcard') || kinds.has('but-wildcard'));
}
