/**
 * Errors that come from outside the registry: a step that says it fails with one of them is refused with it, because
 * nothing in a scenario would lead there otherwise.
 */
const OUTSIDE_CODES = ['AccessDenied', 'ThrottlingException', 'ExpiredTokenException', 'ServerException'] as const;

export type OutsideCode = (typeof OUTSIDE_CODES)[number];

/** Whether a step that says it fails with this code is made to. */
export function isFromOutside(code: string): code is OutsideCode {
  return (OUTSIDE_CODES as readonly string[]).includes(code);
}
