import type { RawNumber } from '../scalar.ts';
import type { AddressRange } from './address-range.ts';
import type { Folded } from './fold.ts';
import type { Glob } from './glob.ts';

/** One alternative of a leaf of a pattern, compiled. */
export type Operator = Meaning & {
  /** The alternative as the pattern's JSON has it. */
  readonly json: unknown;
};

/** What an alternative asks of a value. */
export type Meaning =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number | RawNumber }
  | { readonly kind: 'word'; readonly value: boolean | null }
  | AddressTest
  | { readonly kind: 'prefix' | 'suffix'; readonly value: string }
  | {
      readonly kind: 'fold' | 'fold-prefix' | 'fold-suffix';
      readonly value: string;
      readonly folded: Folded;
    }
  | { readonly kind: 'wildcard'; readonly glob: Glob }
  | NumericRange
  | { readonly kind: 'exists' | 'absent' }
  | AnythingBut;

/** Addresses, whatever their spelling. */
export interface AddressTest {
  readonly kind: 'address';
  readonly range: AddressRange;
  /** Whether a number may pass for the digits of an address: AWS lets it where nothing else asks for numbers. */
  readonly takesNumbers?: boolean;
}

/** Numbers between two bounds; a bound that is not given does not bind. */
export interface NumericRange {
  readonly kind: 'range';
  readonly bottom?: Bound;
  readonly top?: Bound;
}

/** One end of a range of numbers. */
export interface Bound {
  readonly value: number;
  readonly open: boolean;
}

/** Everything but what is listed. */
export type AnythingBut =
  | { readonly kind: 'but'; readonly values: ReadonlySet<string | number> }
  | { readonly kind: 'but-prefix' | 'but-suffix'; readonly values: readonly string[] }
  | { readonly kind: 'but-fold'; readonly values: readonly Folded[] }
  | { readonly kind: 'but-wildcard'; readonly values: readonly Glob[] };
