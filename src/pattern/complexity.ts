import type { Branch } from './branches.ts';
import type { Operator } from './operator/operator.ts';

/**
 * The score above which EventBridge finds a pattern too complex.
 *
 * AWS does not say which: a pattern that scores 7 is on record as taken, one that scores 11 as refused.
 */
export const MOST_COMPLEX = 10;

/** Many enough to find the worst of any pattern that people write, few enough to stop at one built to be slow. */
const MOST_SITUATIONS = 20_000;

/**
 * How many beginnings of wildcard patterns some value can keep a matcher busy with at once, by AWS's way of counting.
 * Counts no further than `cap`.
 */
export function complexityOf(branches: readonly Branch[], cap: number): number {
  const groups = new Map<string, Operator[]>();
  for (const branch of branches) {
    let before = '';
    for (const [path, operators] of [...branch].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const key = `${before}${path}`;
      groups.set(key, [...(groups.get(key) ?? []), ...operators]);
      // AWS's count does not look behind a field that has to be absent.
      if (operators.every(({ kind }) => kind === 'absent')) break;
      before = `${key} ${JSON.stringify(operators.map(({ json }) => json))} `;
    }
  }
  let score = 0;
  for (const group of groups.values()) {
    const machine = machineOf(group);
    if (machine.length > 1) score = Math.max(score, worstOf(machine, cap));
    if (score >= cap) return cap;
  }
  return score;
}

/** A place reached within one or more wildcard patterns. */
interface Station {
  readonly next: Map<string, Station[]>;
  /** The star that follows; it goes on with any byte. */
  star: Station | undefined;
  readonly id: number;
}

/** Lays all wildcard patterns out, one that is said twice (in two ways of `$or`, perhaps) twice. */
function machineOf(operators: readonly Operator[]): readonly Station[] {
  const stations: Station[] = [];
  const station = (): Station => {
    const made: Station = { next: new Map(), star: undefined, id: stations.length };
    stations.push(made);
    return made;
  };
  const start = station();
  const shared = new Map<string, Map<string, Station>>();
  for (const operator of operators) {
    if (operator.kind !== 'wildcard' && operator.kind !== 'but-wildcard') continue;
    const key = JSON.stringify(operator.json);
    const known = shared.get(key) ?? new Map<string, Station>();
    shared.set(key, known);
    for (const tokens of tokensOf(operator)) lay(start, tokens, known, station);
  }
  return stations;
}

const STAR = '*';

function tokensOf(operator: Operator & { kind: 'wildcard' | 'but-wildcard' }): readonly (readonly string[])[] {
  const globs = operator.kind === 'wildcard' ? [operator.glob] : operator.values;
  return globs.map(({ first, inner, last }) => {
    const pieces = [first, ...inner.map(({ text }) => text), ...(last === undefined ? [] : [last])];
    return ['"', ...pieces.flatMap((piece, index) => [...(index === 0 ? [] : [STAR]), ...bytesOf(piece)]), '"'];
  });
}

/** AWS's matcher reads UTF-8. The first byte of a letter is marked: it matters below. */
function bytesOf(text: string): string[] {
  return Array.from(text).flatMap((character) => {
    const bytes = Array.from(Buffer.from(character), String);
    return character.toLowerCase() === character.toUpperCase() ? bytes : [`${LETTER}${bytes[0]}`, ...bytes.slice(1)];
  });
}

const LETTER = 'letter ';

/**
 * Lays one text out. Texts of one operator share what they have in common at their beginnings, up to the first letter
 * behind a star: there AWS's machine parts them.
 */
function lay(start: Station, tokens: readonly string[], shared: Map<string, Station>, station: () => Station): void {
  let known = shared;
  let starred = false;
  const stationAt = (prefix: string): [Station, boolean] => {
    const found = known.get(prefix);
    if (found !== undefined) return [found, false];
    const made = station();
    known.set(prefix, made);
    return [made, true];
  };
  let here = start;
  let prefix = '';
  for (const [index, token] of tokens.entries()) {
    if (starred && known === shared && token.startsWith(LETTER)) known = new Map();
    prefix += ` ${token}`;
    const [next, isNew] = stationAt(prefix);
    const behind = tokens[index + 1];
    if (token === STAR) {
      starred = true;
      here.star = next;
      next.star = next;
      // A star may stand for nothing: what follows it also follows what is before it.
      if (behind?.startsWith(LETTER) === true && known === shared) known = new Map();
      if (behind !== undefined) {
        const [skipped] = stationAt(`${prefix} ${behind}`);
        connect(next, behind, skipped);
        connect(here, behind, skipped);
      }
    } else if (isNew) {
      connect(here, token, next);
    }
    here = next;
  }
}

function connect(from: Station, byte: string, to: Station): void {
  const targets = from.next.get(byte) ?? [];
  from.next.set(byte, targets.includes(to) ? targets : [...targets, to]);
}

/** Goes through the sets of stations that values can lead to, and returns the size of the largest. */
function worstOf(stations: readonly Station[], cap: number): number {
  const bytes = [...new Set(stations.flatMap(({ next }) => [...next.keys()])), 'other'];
  let worst = 0;
  const seen = new Set<string>();
  const queue: (readonly Station[])[] = [stations.slice(0, 1)];
  for (const situation of queue) {
    for (const byte of bytes) {
      const reached = [
        ...new Set(
          situation.flatMap(({ next, star }) => [...(next.get(byte) ?? []), ...(star === undefined ? [] : [star])]),
        ),
      ];
      const key = reached
        .map(({ id }) => id)
        .toSorted((a, b) => a - b)
        .join(' ');
      if (reached.length === 0 || seen.has(key)) continue;
      seen.add(key);
      worst = Math.max(worst, new Set([...reached, ...reached.flatMap(({ star }) => star ?? [])]).size);
      if (worst >= cap || seen.size > MOST_SITUATIONS) return Math.min(worst, cap);
      queue.push(reached);
    }
  }
  return worst;
}
