import type { TargetPlace } from '../../rule/rule.ts';

/** One AWS call that makes a part of what a configuration declares. */
export interface Creation {
  /** Where the configuration declares it, such as `queues.deploys`. */
  readonly path: string;
  /** By the names that SDK clients give to both. */
  readonly service: string;
  readonly operation: string;
  /** What the call is given; ids that an earlier call has drawn come from its output. */
  readonly input: (
    outputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  ) => Readonly<Record<string, unknown>>;
}

/** A call, before it is known what it is declared by. */
export type Call = Omit<Creation, 'path'> & {
  /** Where within the declaration. */
  readonly within?: string;
};

/** The ARN of what a name stands for. */
export type ArnOf = (kind: TargetPlace, name: string) => string;

/** A call whose input is known from the beginning. */
export function call(
  service: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Omit<Creation, 'path'> {
  return { service, operation, input: () => input };
}
