/** Answers that were worked out lately, in memory that does not grow. */
export class Recent<T> {
  readonly #most: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get(name: string): T | undefined {
    return this.#young.get(name) ?? this.#old.get(name);
  }

  /** Keeps a copy of the name: one that was cut out of a long text would keep all of that. */
  set(name: string, answer: T): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(Buffer.from(name).toString(), answer);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
