import { Fault } from '../../wire/fault.ts';

/** Errors that the service's model does not know, by what the query protocol called them. */
const QUERY_CODE: Readonly<Record<string, string>> = {
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
};

/** An error of SQS under both its names. */
export function sqsFault(code: string, message: string, status = 400): Fault {
  return new Fault(code, message, status, QUERY_CODE[code]);
}

export function noSuchQueue(): Fault {
  return sqsFault('QueueDoesNotExist', 'The specified queue does not exist.');
}

export function invalidParameter(message: string): Fault {
  return sqsFault('InvalidParameterValueException', message);
}

export function missingParameter(parameter: string): Fault {
  return sqsFault('MissingRequiredParameterException', `The request must contain the parameter ${parameter}.`);
}

export function invalidHandle(handle: string): Fault {
  return sqsFault('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
}

export function notDeduplicated(): Fault {
  return invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}
