/** How far names come in order within others: the position each was found at, up to the first that was not. */
export function progress(wanted: readonly string[], came: readonly string[]): readonly number[] {
  const found: number[] = [];
  let from = 0;
  for (const name of wanted) {
    const at = came.indexOf(name, from);
    if (at < 0) break;
    found.push(at);
    from = at + 1;
  }
  return found;
}

/** One line of a comparison of two sequences. */
export interface Line {
  readonly kind: 'both' | 'missing' | 'extra';
  readonly name: string;
}

/** Beyond so many pairs the table is not worth its memory; the middle is then shown as replaced. */
const MOST_PAIRS = 4_000_000;

/** Compares two sequences by their longest common subsequence. */
export function compare(wanted: readonly string[], came: readonly string[]): readonly Line[] {
  let head = 0;
  while (head < wanted.length && head < came.length && wanted[head] === came[head]) head += 1;
  let tail = 0;
  while (
    tail < wanted.length - head &&
    tail < came.length - head &&
    wanted[wanted.length - 1 - tail] === came[came.length - 1 - tail]
  ) {
    tail += 1;
  }
  return [
    ...wanted.slice(0, head).map(both),
    ...compareMiddle(wanted.slice(head, wanted.length - tail), came.slice(head, came.length - tail)),
    ...wanted.slice(wanted.length - tail).map(both),
  ];
}

function compareMiddle(wanted: readonly string[], came: readonly string[]): Line[] {
  const width = came.length + 1;
  if (wanted.length * width > MOST_PAIRS) return [...wanted.map(missing), ...came.map(extra)];
  const common = new Uint32Array((wanted.length + 1) * width);
  for (let row = wanted.length - 1; row >= 0; row -= 1) {
    for (let column = came.length - 1; column >= 0; column -= 1) {
      common[row * width + column] =
        wanted[row] === came[column]
          ? common[(row + 1) * width + column + 1]! + 1
          : Math.max(common[(row + 1) * width + column]!, common[row * width + column + 1]!);
    }
  }
  const lines: Line[] = [];
  let row = 0;
  let column = 0;
  while (row < wanted.length && column < came.length) {
    if (wanted[row] === came[column]) {
      lines.push(both(wanted[row]!));
      row += 1;
      column += 1;
    } else if (common[(row + 1) * width + column]! >= common[row * width + column + 1]!) {
      lines.push(missing(wanted[row]!));
      row += 1;
    } else {
      lines.push(extra(came[column]!));
      column += 1;
    }
  }
  return [...lines, ...wanted.slice(row).map(missing), ...came.slice(column).map(extra)];
}

function both(name: string): Line {
  return { kind: 'both', name };
}

function missing(name: string): Line {
  return { kind: 'missing', name };
}

function extra(name: string): Line {
  return { kind: 'extra', name };
}
