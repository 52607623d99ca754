import { Fault } from '../../wire/fault.ts';

/** A function as a caller names it. */
export interface FunctionName {
  readonly name: string;
  /** A version or an alias. */
  readonly qualifier?: string;
}

/**
 * Reads the ways to name a function: `name`, `name:qualifier`, `123456789012:function:name`, and a whole ARN, with or without a qualifier.
 *
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function readFunctionName(given: string, qualifier?: string): FunctionName {
  const parts = /^(?:arn:[^:]*:lambda:[^:]*:)?(?:\d{12}:)?(?:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(given);
  const name = parts?.[1];
  if (name === undefined)
    throw new Fault(
      'ValidationException',
      `1 validation error detected: Value '${given}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  const inName = parts?.[2];
  if (inName !== undefined && qualifier !== undefined && inName !== qualifier)
    throw new Fault(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  const named = inName ?? qualifier;
  return named === undefined ? { name } : { name, qualifier: named };
}
