import { placeOf } from '../scenario/scenario.ts';
import type { Step } from '../scenario/step.ts';
import { broken, kept, type Claim, type Finding } from './finding.ts';
import type { Hearing } from './hearing.ts';

/** Judges how each step ended: a step that failed has to say so, and one that says so has to fail, and that way. */
export function judgeSteps({ scenario, activity }: Hearing): Finding[] {
  return scenario.steps.flatMap((step, index) => {
    const [name = ''] = Object.keys(step);
    const failure = activity.failures.find((one) => one.step === index);
    const declared = declaredFailure(step);
    const title = `step ${index + 1} (${name})`;
    if (declared === undefined) {
      if (failure === undefined) return [];
      const claim: Claim = {
        promise: 'step',
        topic: 'step',
        claim: `${title} succeeds`,
        place: placeOf(scenario, `/steps/${index}`),
      };
      return [
        broken(claim, {
          outcome: `it failed with ${failure.code}`,
          expected: `${title} ends without an error`,
          nearest: `${failure.code}: ${failure.message}`,
          difference: `if the step is meant to end like this, it has to say fails: ${failure.code}`,
          about: `step ${index + 1}`,
        }),
      ];
    }
    const claim: Claim = {
      promise: 'step',
      topic: 'step',
      claim: `${title} fails with ${declared}`,
      place: placeOf(scenario, `/steps/${index}/${name}/fails`),
    };
    if (failure?.code === declared) return [kept(claim)];
    return [
      broken(claim, {
        outcome: failure === undefined ? 'it succeeded' : `it failed with ${failure.code}`,
        expected: `fails: ${declared}`,
        nearest: failure === undefined ? `${title} ended without an error` : `${failure.code}: ${failure.message}`,
        difference:
          failure === undefined
            ? 'the registry found nothing to refuse'
            : `the code is ${failure.code}, not ${declared}`,
        about: `step ${index + 1}`,
      }),
    ];
  });
}

function declaredFailure(step: Step): string | undefined {
  const [body] = Object.values(step) as readonly unknown[];
  if (typeof body !== 'object' || body === null || !('fails' in body)) return undefined;
  return typeof body.fails === 'string' ? body.fails : undefined;
}
