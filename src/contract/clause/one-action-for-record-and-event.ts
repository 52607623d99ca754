import type { Contract } from '../contract.ts';
import { deedsOf, effectsOf, hasCalled } from '../effect/effects.ts';
import { type Heard, heardPlays } from '../trial.ts';

/** ECR tells of a push at once, and CloudTrail minutes later. */
export const oneActionForRecordAndEvent: Contract = {
  name: 'one-action-for-record-and-event',
  means: 'What ECR and CloudTrail both tell of is acted on once.',
  incident:
    'A rule listened for ECR Image Action and for PutImage via CloudTrail, to be on the safe side. Both came for every push, minutes apart, and everything was released twice.',
  source:
    'Class 14. One push is an ECR Image Action within seconds, and an AWS API Call via CloudTrail some minutes later.',
  example: 'one push: its own event, and the record of PutImage',
  mend: 'Listen for one of them; or know what was done by the image (repository, tag and digest), which both of them name, and not by the id of the event.',
  check: async (trial) => {
    for await (const { situation, heard } of heardPlays(trial, ['push', 'delete', 'scan'])) {
      const records = heard.filter(isOfRecord);
      const events = heard.filter((one) => one.delivery !== undefined && !isOfRecord(one));
      const [late, own, both] = [actsOf(records), actsOf(events), actsOf(heard)];
      for (const [name, many] of both) {
        const [byRecord = 0, byEvent = 0] = [late.get(name), own.get(name)];
        if (byRecord === 0 || byEvent === 0 || many <= Math.max(byRecord, byEvent)) continue;
        const event = records.find(({ invocation }) => hasCalled(invocation))?.delivery?.event;
        return {
          sentence: `${trial.consumer} does ${name} for ECR's own event, and again for CloudTrail's record of the same`,
          evidence: [`${name} is done ${many} times`],
          situation,
          ...(event !== undefined && { event }),
          key: `record and event ${name}`,
        };
      }
    }
    return undefined;
  },
};

function isOfRecord({ delivery }: Heard): boolean {
  return delivery !== undefined && 'eventName' in delivery.event.detail;
}

function actsOf(heard: readonly Heard[]): ReadonlyMap<string, number> {
  return effectsOf(deedsOf(heard), '').acts;
}
