import type { IdentityInput } from '../../scenario/identity.ts';
import type { Given, Step } from '../../scenario/step.ts';
import type { Form } from '../proposal.ts';
import { objectAt, textAt, type Fact } from '../said.ts';
import { isProxied } from '../who.ts';
import { failureIn } from './call.ts';

/** Calls that are about an upload, which is known by an id that another run does not have. */
const OF_UPLOADS: ReadonlySet<string> = new Set(['UploadLayerPart', 'CompleteLayerUpload']);

/**
 * What the registry's proxy called for a client, one by one: of a push or a pull that the recording has only in part. No
 * form where that would be many, or where an upload is part of it.
 */
export function oneByOne(facts: readonly Fact[], as: IdentityInput, given: readonly Given[]): readonly Form[] {
  const calls = facts.filter(({ record }) => record !== undefined && isProxied(record));
  if (calls.length === 0 || calls.some(({ record }) => OF_UPLOADS.has(textAt(record, 'eventName') ?? ''))) return [];
  const steps = calls
    .toSorted((a, b) => a.at - b.at || a.line - b.line)
    .map(({ record = {} }): Step => {
      const code = textAt(record, 'errorCode') ?? failureIn(record);
      return {
        call: {
          operation: textAt(record, 'eventName') ?? '',
          request: objectAt(record, 'requestParameters') ?? {},
          through: 'registry',
          as,
          ...(code === undefined ? {} : { fails: code }),
        },
      };
    });
  return [{ steps, given, quotes: [] }];
}
