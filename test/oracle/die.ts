/** Chance, drawn from whoever makes the cases. */
export class Die {
  /** A whole number from 0 to `most`. */
  readonly upTo: (most: number) => number;

  constructor(upTo: (most: number) => number) {
    this.upTo = upTo;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.upTo(choices.length - 1)] ?? choices[0];
  }

  chance(percent: number): boolean {
    return this.upTo(99) < percent;
  }

  /** From `least` to `most` things. */
  list<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.upTo(most - least) }, make);
  }
}
