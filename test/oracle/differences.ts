import { parseBranches } from '../../src/pattern/branches.ts';
import type { Branch } from '../../src/pattern/branches.ts';
import type { Case } from './cases.ts';

/** A case in which EventBridge, or this engine on purpose, does not do what the library does. */
interface Difference {
  readonly what: string;
  /** Where it is known from. */
  readonly source: string;
  applies(question: Case, our: boolean | string, their: boolean | string | undefined): boolean;
}

const differences: readonly Difference[] = [
  {
    what: 'the library breaks on a range that begins or ends at the largest number of all',
    source:
      'event-ruler 2.0.1, run: ArrayIndexOutOfBoundsException out of its range patterns; the service cannot do that',
    applies: ({ pattern }, _our, their) =>
      String(their).includes('ArrayIndexOutOfBounds') && /1\.797\d+e\+?308/i.test(pattern),
  },
  {
    what: 'the library breaks on an empty list under prefix, suffix, equals-ignore-case or wildcard in anything-but',
    source:
      'event-ruler 2.0.1, run: its compiler takes the list, its matcher throws NullPointerException; here it accepts every value',
    applies: (_question, _our, their) => String(their).includes('NullPointerException'),
  },
  {
    what: 'a number passes for the hexadecimal digits of an address',
    source:
      'event-ruler 2.0.1, run: a number is read as text where no alternative in the same state of its machine asks for numbers. ' +
      'Here the leaf decides, not the state that ways of $or may share, and a number is spelled plainly, not as the event spells it',
    applies: ({ pattern, event }, our, their) =>
      typeof our === 'boolean' &&
      typeof their === 'boolean' &&
      /cidr|\d\.\d+\.\d|:[\dA-Fa-f]*:/.test(pattern) &&
      /[:[,]-?\d/.test(event),
  },
  {
    what: 'the complexity of wildcards in a list under anything-but, or beside equals-ignore-case, differs a little',
    source:
      'event-ruler 2.0.1, run: its machine shares more states between them than their common beginnings; where AWS draws the line is not known so closely',
    applies: ({ pattern }, our, their) =>
      `${our} ${their}`.includes('Rule is too complex') &&
      (/"anything-but"\s*:\s*\{\s*"wildcard"\s*:\s*\[/.test(pattern) || tripsOverWildcard(pattern)),
  },
  {
    what: 'a way of $or is lost',
    source:
      'event-ruler 2.0.1, run: {"$or":[{"a":["x"]},{"b":["y"]},{"a":["x","z"]}]} does not match {"a":"z"}: adding a rule, GenericMachine takes a way ' +
      'for one that it has when both want the same paths and share an alternative at each. Whether it does depends on the order of a hash set',
    applies: ({ pattern }, our, their) => our === true && their === false && sharesAlternatives(parseBranches(pattern)),
  },
  {
    what: 'equals-ignore-case, or a suffix of letters beyond ASCII, beside a wildcard at the same path',
    source:
      'event-ruler 2.0.1, run: {"x":[{"wildcard":"*"}]} and {"x":[{"equals-ignore-case":"i"}]} in one machine, and the second rule matches {"x":"ba"}; ' +
      '{"x":[{"wildcard":"*:*001"},{"equals-ignore-case":"I"}]} matches {"x":"ab:cd"}. Without the wildcard neither does',
    applies: ({ pattern }, our, their) =>
      typeof our === 'boolean' && typeof their === 'boolean' && tripsOverWildcard(pattern),
  },
  {
    what: 'one path below two lists',
    source:
      'event-ruler 2.0.1, read and run: where an event says a key twice, or once with dots and once without, its StructuredFinder looks into ' +
      'only one of the lists chosen so far, and the order of a hash table says into which. JSON parsers leave no such event',
    applies: ({ event }, our, their) =>
      typeof our === 'boolean' && typeof their === 'boolean' && /\[/.test(event) && saysPathsTwice(event),
  },
];

/** The known difference that a case falls under, if any. */
export function knownDifference(
  question: Case,
  our: boolean | string,
  their: boolean | string | undefined,
): string | undefined {
  return differences.find((difference) => difference.applies(question, our, their))?.what;
}

function sharesAlternatives(branches: readonly Branch[]): boolean {
  return branches.some((later, index) => branches.slice(0, index).some((earlier) => looksKnown(earlier, later)));
}

function looksKnown(earlier: Branch, later: Branch): boolean {
  if (earlier.size !== later.size) return false;
  return later.entries().every(([path, operators]) => {
    const known = new Set(earlier.get(path)?.map(({ json }) => JSON.stringify(json)));
    return operators.some(({ json }) => known.has(JSON.stringify(json)));
  });
}

function tripsOverWildcard(pattern: string): boolean {
  const byPath = Map.groupBy(
    parseBranches(pattern).flatMap((branch) => [...branch]),
    ([path]) => path,
  );
  return byPath.values().some((entries) => {
    const kinds = new Set<string>(entries.flatMap(([, operators]) => operators.map(({ kind }) => kind)));
    const folds = ['fold', 'fold-prefix', 'fold-suffix', 'but-fold'].some((kind) => kinds.has(kind));
    const endings = (kinds.has('suffix') || kinds.has('but-suffix')) && Buffer.byteLength(pattern) > pattern.length;
    return (folds || endings) && (kinds.has('wildcard') || kinds.has('but-wildcard'));
  });
}

function saysPathsTwice(event: string): boolean {
  const keys = (json: string): number => json.match(/":/g)?.length ?? 0;
  return /"(?:a\.b|b\.c)":/.test(event) || keys(event) !== keys(JSON.stringify(JSON.parse(event)));
}
