import { didYouMean, nameOf, quote, type Complaint } from '../complaint.ts';
import { ERROR_CODES } from '../error-codes.ts';
import { isMapping } from '../noun.ts';
import { OPERATION_NAMES } from '../operation-names.ts';
import { isFromOutside } from '../outside-codes.ts';
import type { Path } from '../place.ts';
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
      yield* ofFailsAt(body, ['steps', index, key]);
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

/** What can be refused: also the exchange of a token for a role. */
const REFUSABLE: readonly string[] = [...OPERATION_NAMES, 'AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML'];

/** An operation that is refused means something only beside a code that comes from outside. */
function* ofFailsAt(body: unknown, path: Path): Generator<Complaint> {
  if (!isMapping(body) || typeof body['failsAt'] !== 'string') return;
  const { fails, failsAt } = body;
  const at = [...path, 'failsAt'];
  if (typeof fails !== 'string' || !isFromOutside(fails)) {
    const says = `${nameOf(at)} needs "fails: AccessDenied" or another error from outside the registry; what the registry itself refuses follows from its state`;
    yield { code: 'SCENARIO_WRONG_VALUE', path: at, part: 'key', says };
  } else if (!REFUSABLE.includes(failsAt)) {
    const says = `${quote(failsAt)} is not an operation of ECR${didYouMean(failsAt, REFUSABLE)}`;
    yield { code: 'SCENARIO_UNKNOWN_OPERATION', path: at, part: 'value', says };
  }
}
