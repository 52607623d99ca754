/** What a benchmark has been asked for, and whether it is so. */
export interface Verdicts {
  /** Prints a figure with `met` or `NOT met`. */
  atLeast(what: string, ratio: number, wanted: number): void;
  readonly missed: number;
}

/** Opens a list of figures of which none has been missed yet. */
export function verdicts(): Verdicts {
  let missed = 0;
  return {
    atLeast: (what, ratio, wanted) => {
      const met = ratio >= wanted;
      if (!met) missed += 1;
      console.log(`  ${what.padEnd(60)} ${ratio.toFixed(2)}, wanted at least ${wanted}: ${met ? 'met' : 'NOT met'}`);
    },
    get missed() {
      return missed;
    },
  };
}
