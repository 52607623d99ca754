import type { Milliseconds } from '../clock.ts';

/** What is said of how far something has come. */
export interface ProgressLine {
  /** Says it, if it is time to: often on a terminal, where a line is written over, and seldom elsewhere. */
  tell(sentence: () => string): void;
  /** Leaves the terminal as it was. */
  end(): void;
}

const ON_TERMINAL: Milliseconds = 200;
const ELSEWHERE: Milliseconds = 10_000;

/** Opens a line of progress on the error output. */
export function progressLine(
  output: Pick<NodeJS.WriteStream, 'isTTY' | 'write' | 'columns'> = process.stderr,
  now: () => Milliseconds = () => performance.now(),
  { CI }: NodeJS.ProcessEnv = process.env,
): ProgressLine {
  const isTerminal = output.isTTY && CI === undefined;
  let last = now();
  let isOpen = false;
  return {
    tell: (sentence) => {
      if (now() - last < (isTerminal ? ON_TERMINAL : ELSEWHERE)) return;
      last = now();
      if (isTerminal) output.write(`\r\u001B[K${sentence().slice(0, Math.max(20, output.columns - 1))}`);
      else output.write(`${sentence()}\n`);
      isOpen = isTerminal;
    },
    end: () => {
      if (isOpen) output.write('\r\u001B[K');
      isOpen = false;
    },
  };
}

/** A length of time for a reader: `1h 5m`, `2m 3s`, `4.2 s`. */
export function sayDuration(duration: Milliseconds): string {
  const seconds = duration / 1_000;
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s`;
  const minutes = Math.round(seconds / 60);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${Math.floor(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
