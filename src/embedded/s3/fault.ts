import { Fault } from '../../wire/fault.ts';

/** S3's errors have few words and a status each. */
export function noSuchBucket(): Fault {
  return new Fault('NoSuchBucket', 'The specified bucket does not exist', 404);
}

export function noSuchKey(): Fault {
  return new Fault('NoSuchKey', 'The specified key does not exist.', 404);
}

export function invalidArgument(message: string): Fault {
  return new Fault('InvalidArgument', message);
}
