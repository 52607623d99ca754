import { listed } from '../counted.ts';
import { broken, kept, type Claim, type Finding } from '../finding.ts';
import { plural } from '../say.ts';
import { sayCall, type Call } from './invoked.ts';

/** What is wrong with one invocation: how it went, and how that differs from the promise. */
export interface Wrong {
  readonly nearest: string;
  readonly difference: string;
}

/** Judges a promise that every invocation has to keep. */
export function judgeEvery(
  claim: Claim,
  expected: string,
  calls: readonly Call[],
  wrongWith: (call: Call) => Wrong | undefined,
): Finding {
  const wrong = calls.flatMap((call) => {
    const reason = wrongWith(call);
    return reason === undefined ? [] : [{ call, ...reason }];
  });
  const [first] = wrong;
  if (first === undefined) return kept(claim);
  return broken(claim, {
    outcome: `${wrong.length} of ${plural(calls.length, 'invocation')} did not`,
    expected,
    nearest: `${sayCall(first.call)}\n${first.nearest}`,
    difference:
      wrong.length === 1
        ? first.difference
        : `${first.difference}\nlikewise:\n${listed(wrong.slice(1), ({ call }) => `  ${sayCall(call)}`)}`,
    about: first.call.invocation.requestId,
  });
}
