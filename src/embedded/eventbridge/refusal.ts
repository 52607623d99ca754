import { Fault } from '../../wire/fault.ts';

/** A request that EventBridge does not take, whatever stands in it. */
export function invalid(message: string): Fault {
  return new Fault('ValidationException', message);
}

/** Something that is spoken of and does not exist. */
export function missing(message: string): Fault {
  return new Fault('ResourceNotFoundException', message);
}

/** Something that is to be made and exists. */
export function taken(message: string): Fault {
  return new Fault('ResourceAlreadyExistsException', message);
}

/** Something that is past what is asked of it. */
export function illegalStatus(message: string): Fault {
  return new Fault('IllegalStatusException', message);
}

/** More of something than the quota allows. */
export function tooMany(): Fault {
  return new Fault('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
}
