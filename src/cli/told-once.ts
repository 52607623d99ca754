/** How many different lines are told. */
const MOST = 20;

/** Tells each line once: under load a mistake is made thousands of times. */
export interface ToldOnce {
  tell(line: string): void;
  /** Says how often lines came again. */
  end(): void;
}

/** Opens it over whoever writes a line. */
export function toldOnce(write: (line: string) => void): ToldOnce {
  const times = new Map<string, number>();
  let others = 0;
  return {
    tell: (line) => {
      const before = times.get(line) ?? 0;
      if (before === 0 && times.size >= MOST) {
        others += 1;
        return;
      }
      times.set(line, before + 1);
      if (before === 0) write(line);
    },
    end: () => {
      for (const [line, count] of times) if (count > 1) write(`${line} (${count} times)`);
      if (others > 0) write(`and ${others} lines that say something else`);
      times.clear();
      others = 0;
    },
  };
}
