import { nearest } from '../nearest.ts';

/** What is wrong with a member: "Cannot use the configuration: ", its path, and these words. */
export interface ConfigFault {
  readonly path: string;
  readonly words: string;
}

/** Tells what is wrong with a value that stands at a path. */
export type Check = (value: unknown, path: string) => readonly ConfigFault[];

/** The words that end a fault where a name is not one of those known. */
export function meant(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  if (guess !== undefined) return `, did you mean "${guess}"`;
  return known.length > 0 ? `, wanted one of ${known.map((name) => `"${name}"`).join(', ')}` : '';
}

/** Whether a value is an object with members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value for which a sentence holds; `what` says which. */
export function wanted(what: string, sound: (value: unknown) => boolean): Check {
  return (value, path) => (sound(value) ? [] : [{ path, words: `is ${described(value)}, wanted ${what}` }]);
}

/** What a value is, in a few words. */
export function described(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null
    ? 'an object'
    : typeof value === 'function'
      ? 'a function'
      : JSON.stringify(value);
}

/** What may be left out. */
export function optional(check: Check): Check {
  return (value, path) => (value === undefined ? [] : check(value, path));
}

/** A check for each member of a type, so that neither has what the other lacks. */
export type ChecksOf<Type extends object> = { readonly [Name in keyof Required<Type>]: Check };

/** An object of exactly these members. */
export function shape(checks: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (!isRecord(value))
      return [{ path: path === '' ? 'the default export' : path, words: `is ${described(value)}, wanted an object` }];
    const within = (name: string): string => (path === '' ? name : `${path}.${name}`);
    return [
      ...Object.keys(value)
        .filter((name) => !Object.hasOwn(checks, name))
        .map((name) => ({ path: within(name), words: `is not known${meant(name, Object.keys(checks))}` })),
      ...Object.entries(checks).flatMap(([name, check]) => check(value[name], within(name))),
    ];
  };
}

/** An object whose members, whatever their names, all pass. */
export function each(check: Check): Check {
  return (value, path) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([name, member]) => check(member, `${path}.${name}`))
      : [{ path, words: `is ${described(value)}, wanted an object` }];
}

/** An object whose members have names of a form, and all pass. */
export function named(form: RegExp, what: string, check: Check): Check {
  return (value, path) => [
    ...(isRecord(value) ? Object.keys(value) : [])
      .filter((name) => !form.test(name))
      .map((name) => ({ path: `${path}.${name}`, words: `is no name, wanted ${what}` })),
    ...each(check)(value, path),
  ];
}

/** A list of what passes. */
export function list(check: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((member, index) => check(member, `${path}[${index}]`))
      : [{ path, words: `is ${described(value)}, wanted a list` }];
}

/** What passes and has exactly one of these members. */
export function exactlyOne(members: readonly string[], check: Check): Check {
  return (value, path) => {
    const faults = check(value, path);
    if (faults.length > 0 || !isRecord(value)) return faults;
    const given = members.filter((name) => value[name] !== undefined);
    if (given.length === 1) return [];
    const has = given.length === 0 ? 'no place' : given.join(' and ');
    return [{ path, words: `has ${has}, wanted one of ${members.join(', ')}` }];
  };
}

/** One of these words. */
export function oneOf(...words: readonly string[]): Check {
  return wanted(words.map((word) => `"${word}"`).join(' or '), (value) => words.includes(String(value)));
}

/** What JSON can hold. */
export const plain: Check = (value, path) => {
  if (value === null || ['string', 'boolean', 'number'].includes(typeof value)) return [];
  if (Array.isArray(value)) return value.flatMap((member, index) => plain(member, `${path}[${index}]`));
  return isRecord(value) ? each(plain)(value, path) : [{ path, words: `is ${described(value)}, wanted JSON` }];
};

/** An object of whatever JSON can hold. */
export const object: Check = (value, path) =>
  isRecord(value) ? plain(value, path) : [{ path, words: `is ${described(value)}, wanted an object` }];

export const text = wanted('a text', (value) => typeof value === 'string');
export const name = wanted('a name', (value) => typeof value === 'string' && value !== '');
export const truth = wanted('true or false', (value) => typeof value === 'boolean');
export const whole = wanted('a whole number', (value) => Number.isInteger(value));
export const duration = wanted(
  'a length of time with its unit, such as "3s"',
  (value) => typeof value === 'string' && /^\d+(\.\d+)?(ms|s|m|h)$/.test(value),
);
