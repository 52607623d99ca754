import { Fault } from '../../wire/fault.ts';

/** What the query protocol called the errors of SQS; their clients still compare these names. */
const QUERY_CODE: Readonly<Record<string, string>> = {
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

/** An error of SQS under both its names. */
export function sqsFault(code: string, message: string, status = 400): Fault {
  return new Fault(code, message, status, QUERY_CODE[code] ?? code);
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
