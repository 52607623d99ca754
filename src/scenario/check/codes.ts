import { didYouMean, quote, type Complaint } from '../complaint.ts';
import { ERROR_CODES } from '../error-codes.ts';
import { OPERATION_NAMES } from '../operation-names.ts';
import type { SoundParts } from '../sound-parts.ts';

/** Operations that ECR does not have, and error codes that are a slip away from one it has. */
export function* checkCodes({ steps }: SoundParts): Generator<Complaint> {
  for (const [index, step] of steps.entries()) {
    if (step === undefined) continue;
    if ('call' in step && !OPERATION_NAMES.includes(step.call.operation)) {
      const { operation } = step.call;
      yield {
        code: 'SCENARIO_UNKNOWN_OPERATION',
        path: ['steps', index, 'call', 'operation'],
        part: 'value',
        says: `${quote(operation)} is not an operation of ECR${didYouMean(operation, OPERATION_NAMES)}`,
      };
    }
    for (const [key, body] of Object.entries(step)) {
      const fails: unknown = typeof body === 'object' && 'fails' in body ? body.fails : undefined;
      // Other services and the network have codes of their own, so that only a near miss is told.
      if (typeof fails !== 'string' || ERROR_CODES.includes(fails)) continue;
      const hint = didYouMean(ERROR_CODES.includes(`${fails}Exception`) ? `${fails}Exception` : fails, ERROR_CODES);
      if (hint !== '')
        yield {
          code: 'SCENARIO_WRONG_VALUE',
          path: ['steps', index, key, 'fails'],
          part: 'value',
          says: `${quote(fails)} is not an error code of ECR${hint}`,
        };
    }
  }
}
