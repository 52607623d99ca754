/** One step of a path, into a value. */
export type Step =
  | { readonly kind: 'members'; readonly names: readonly string[] }
  | { readonly kind: 'items'; readonly indices: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly by?: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'where'; readonly test: Test };

/** A path, and the value it begins at: `$` the input, `$$` the context object, `$name` a variable. */
export interface Path {
  readonly text: string;
  readonly root: string;
  readonly steps: readonly Step[];
  /** Whether it can only ever lead to one place. Such a path must lead somewhere; any other gives a list. */
  readonly definite: boolean;
}

/** What a filter compares. */
export type Operand =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'path'; readonly path: Path };

/** The condition of a filter. */
export type Test =
  | { readonly kind: 'and' | 'or'; readonly tests: readonly Test[] }
  | { readonly kind: 'not'; readonly test: Test }
  | { readonly kind: 'exists'; readonly path: Path }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'match'; readonly left: Operand; readonly pattern: RegExp };
