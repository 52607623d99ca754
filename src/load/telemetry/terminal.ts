import { clearScreenDown, moveCursor } from 'node:readline';
import { picture, pictureLine } from './picture.ts';
import type { View } from './snapshot.ts';

/** Microseconds. */
const BETWEEN_LINES = 10_000_000;

/** Shows a run to whoever watches: in place on a terminal, a line now and then elsewhere. */
export function terminalView(
  output: NodeJS.WriteStream = process.stderr,
  { CI, TERM }: NodeJS.ProcessEnv = process.env,
): View {
  return output.isTTY && CI === undefined && TERM !== 'dumb' ? inPlace(output) : inLines(output);
}

function inPlace(output: NodeJS.WriteStream): View {
  let drawn = 0;
  function wipe(): void {
    if (drawn === 0) return;
    moveCursor(output, -widthOf(output), -drawn);
    clearScreenDown(output);
    drawn = 0;
  }
  return {
    show: (snapshot) => {
      wipe();
      // A line that wraps, or more lines than there are, could not be taken back.
      const lines = picture(snapshot).slice(0, Math.max(1, (output.rows || 24) - 1));
      for (const line of lines) output.write(`${line.slice(0, Math.max(1, widthOf(output) - 1))}\n`);
      drawn = lines.length;
    },
    end: async () => {
      wipe();
    },
  };
}

/** Some terminals say that they have no columns, or no rows: they do not know. */
function widthOf({ columns }: NodeJS.WriteStream): number {
  return columns || 80;
}

function inLines(output: Pick<NodeJS.WriteStream, 'write'>): View {
  let next = 1_000_000;
  return {
    show: (snapshot) => {
      if (snapshot.at < next && snapshot.left > 0) return;
      next = (Math.floor(snapshot.at / BETWEEN_LINES) + 1) * BETWEEN_LINES;
      output.write(`${pictureLine(snapshot)}\n`);
    },
    end: async () => {},
  };
}
