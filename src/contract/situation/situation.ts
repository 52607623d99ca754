import { readScenario } from '../../scenario/read.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** Something that happens in a registry, as few steps as show it. */
export interface Situation {
  readonly name: string;
  /** What happens, in a few words that a sentence can go on with. */
  readonly words: string;
  readonly scenario: Scenario;
}

/** The members of a scenario file that a situation says; the others are left at what they are unless told. */
export interface Written {
  readonly words: string;
  readonly as?: object;
  readonly given?: readonly object[];
  readonly steps: readonly object[];
}

/** Where a situation happens. */
export interface Where {
  readonly account?: string;
  readonly region?: string;
  readonly seed: number | string;
}

/** Reads a situation as a scenario file is read, so that it is one that could be written. */
export function situation(name: string, { words, ...parts }: Written, where: Where): Situation {
  // JSON is YAML.
  const text = JSON.stringify({ version: 1, description: `${words}.`, ...where, ...parts });
  return { name, words, scenario: readScenario(text, `${name}.yaml`) };
}
