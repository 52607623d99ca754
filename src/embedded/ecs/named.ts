import { Fault } from '../../wire/fault.ts';

/** Reads a name that may be given as an ARN. */
export function named(given: unknown, kind: 'service' | 'cluster'): string | undefined {
  if (typeof given !== 'string' || given === '') return undefined;
  return given.startsWith('arn:') && given.includes(`:${kind}/`) ? given.slice(given.lastIndexOf('/') + 1) : given;
}

/** A parameter that has to be given. */
export function notBlank(given: string | undefined, name: string): string {
  if (given !== undefined && given !== '') return given;
  throw new Fault('InvalidParameterException', `${name} can not be blank.`);
}
