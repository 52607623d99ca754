import type { Place } from '../problem.ts';
import type { Expectation } from './expectation.ts';
import type { FaultInput } from './fault.ts';
import type { IdentityInput } from './identity.ts';
import type { NoiseInput } from './noise.ts';
import type { OptionsInput } from './options.ts';
import type { Given, Step } from './step.ts';

/** `observed`: as real accounts show it. `documented`: as the samples in the AWS documents show it. */
export type Profile = 'observed' | 'documented';

/**
 * A scenario file that was read and found sound: the file's own members with defaults filled in, and where they stand.
 *
 * Plain and serialisable. Durations and instants stay in words; `toMilliseconds` and `toInstant` read them.
 */
export interface Scenario {
  /** The file's name without its extension. */
  readonly name: string;
  readonly file: string;
  readonly version: 1;
  readonly description: string;
  readonly account: string;
  readonly region: string;
  readonly start: string;
  readonly seed: number | string;
  readonly profile?: Profile;
  readonly as: IdentityInput;
  readonly options: OptionsInput;
  readonly given: readonly Given[];
  readonly steps: readonly Step[];
  readonly noise?: NoiseInput;
  readonly delivery: {
    readonly latency: { readonly native?: string; readonly cloudtrail?: string };
    readonly faults: readonly FaultInput[];
  };
  readonly expect: readonly Expectation[];
  /** JSON pointer (`/steps/2`, `/expect/0`, `/expect/0/invoked`) → where it stands in the file. */
  readonly places: Readonly<Record<string, Omit<Place, 'file'>>>;
}

/** The place of a member, or of the nearest one around it. */
export function placeOf(scenario: Pick<Scenario, 'file' | 'places'>, pointer: string): Place {
  for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const place = scenario.places[path];
    if (place !== undefined) return { file: scenario.file, ...place };
  }
  return { file: scenario.file, line: 1, column: 1 };
}
