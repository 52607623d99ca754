import { Fault } from '../../wire/fault.ts';

/** What DynamoDB answers to a request that cannot be. */
export function invalid(message: string): Fault {
  return new Fault('ValidationException', message);
}

/** The same for values, which all begin alike. */
export function invalidValues(message: string): Fault {
  return invalid(`One or more parameter values were invalid: ${message}`);
}

/** A table or an index that is not there, as calls about items have it. */
export function missing(): Fault {
  return new Fault('ResourceNotFoundException', 'Requested resource not found');
}
