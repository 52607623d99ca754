import type { Contract } from '../contract.ts';
import { symptomOf } from '../effect/symptom.ts';
import { heardPlays } from '../trial.ts';

/** The one that remains, where no other says why. */
export const noCrashOnAnyValidEvent: Contract = {
  name: 'no-crash-on-any-valid-event',
  means: 'No event that its rules let through makes the consumer throw, run out of time, or ask AWS for `undefined`.',
  incident:
    'A notifier put the names of repository and tag into the subject of a message, which takes 100 characters. Names of repositories have up to 256, and the longest was the most important one.',
  source: "AWS's schemas of the events, and the rules of ECR's API for names: whatever they allow comes one day.",
  example: 'a push to a repository with a long name',
  mend: "Look at where it threw; what is no business of the consumer's is returned from, and the rest asked about before it is used.",
  isLate: true,
  check: async (trial) => {
    for await (const { situation, heard } of heardPlays(trial)) {
      for (const { invocation, delivery } of heard) {
        const symptom = symptomOf(invocation, JSON.stringify(delivery?.event ?? ''));
        if (symptom !== undefined && !trial.claimed.has(symptom.key))
          return { ...symptom, situation, ...(delivery && { event: delivery.event }) };
      }
    }
    return undefined;
  },
};
