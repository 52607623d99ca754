import { Fault } from '../../wire/fault.ts';

/** SNS calls almost everything that it refuses an invalid parameter; the words say which. */
export function invalid(words: string): Fault {
  return new Fault('InvalidParameter', `Invalid parameter: ${words}`);
}

export function notFound(what: string): Fault {
  return new Fault('NotFound', `${what} does not exist`, 404);
}

/** Message attributes are refused under a code of their own. */
export function invalidValue(words: string): Fault {
  return new Fault('ParameterValueInvalid', words);
}

export function notDeduplicated(): Fault {
  return invalid(
    'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}
