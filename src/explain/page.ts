/** A page on a code or on a kind of promise, as `ecreplay explain` prints it. */
export interface Page {
  /** What it means, in a sentence or three. */
  readonly means: string;
  readonly example: Example;
  /** How to mend it. */
  readonly mend: string;
}

/** Something to try: in a folder with these files the command says this. A test does so with each. */
export interface Example {
  /** By name. */
  readonly files: Readonly<Record<string, string | Made>>;
  /** What stands after `npx ecreplay`; after `npx` where it is Vitest. */
  readonly command: readonly string[];
  /** A part of what it prints, word for word. */
  readonly says: string;
}

/** A file that nobody would want to see printed. */
export interface Made {
  /** What it is, in words. */
  readonly shown: string;
  /** Its bytes: these, this often. */
  readonly hex: string;
  readonly times: number;
  /** This text stands before and after them. */
  readonly around?: readonly [string, string];
}
