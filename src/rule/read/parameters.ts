import { nearest } from '../../nearest.ts';

/** What a deployment is said to know, and which names it might have been asked for. */
export interface Parameters {
  has(name: string): boolean;
  /** The value of a parameter that is there. */
  get(name: string): string;
  /** Says that these names could be given, whether or not something needs them. */
  allow(names: Iterable<string>): void;
  /** Says that everything below these names could be given: `Queue` allows `Queue.Arn`. */
  allowBelow(names: Iterable<string>): void;
  /** Names that were given although nothing asks for them. */
  unasked(): readonly UnaskedParameter[];
}

/** A parameter that nothing asks for, and the one that was most likely meant. */
export interface UnaskedParameter {
  readonly name: string;
  readonly meant?: string;
}

/** Keeps parameters, and notes which are asked for: a misspelt one would leave a rule matching nothing. */
export function openParameters(given: Readonly<Record<string, string>> = {}): Parameters {
  const asked = new Set<string>();
  const above = new Set<string>();
  return {
    has: (name) => {
      asked.add(name);
      return Object.hasOwn(given, name);
    },
    get: (name) => given[name]!,
    allow: (names) => {
      for (const name of names) asked.add(name);
    },
    allowBelow: (names) => {
      for (const name of names) above.add(name);
    },
    unasked: () =>
      Object.keys(given)
        .filter((name) => !asked.has(name) && !partsBefore(name).some((part) => above.has(part)))
        .map((name) => {
          const meant = nearest(name, [...asked, ...above]);
          return { name, ...(meant !== undefined && { meant }) };
        }),
  };
}

/** `a.b.c` is below `a`, and below `a.b`. */
function partsBefore(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
