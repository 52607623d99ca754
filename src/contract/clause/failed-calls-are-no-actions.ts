import type { BusEvent } from '../../eventbridge/event.ts';
import type { Breach, Contract } from '../contract.ts';
import { differences } from '../effect/difference.ts';
import { symptomOf } from '../effect/symptom.ts';
import type { Situation } from '../situation/situation.ts';
import { heardPlays, nothingBut } from '../trial.ts';

/** CloudTrail records calls that failed beside those that did not. */
export const failedCallsAreNoActions: Contract = {
  name: 'failed-calls-are-no-actions',
  means: 'The record of a call that failed is not taken for that of one that was carried out.',
  incident:
    'A push to an immutable tag was refused, as it should be, and released all the same: the deployer listened for PutImage, and did not look at `errorCode`.',
  source:
    'Class 16. Records of ImageTagAlreadyExistsException and ImageAlreadyExistsException are PutImage records with an `errorCode`.',
  example: 'a push to an immutable tag: PutImage with `"errorCode": "ImageTagAlreadyExistsException"`',
  mend: 'Return where `detail.errorCode` is there, or ask in the rule for "errorCode": [{"exists": false}].',
  isOfEach: true,
  check: async (trial) => {
    const names = ['push-refused', 'push-unchanged', 'create-again', 'push-denied', 'create-denied'];
    for await (const { situation, heard } of heardPlays(trial, names)) {
      for (const { invocation, delivery } of heard) {
        const event = delivery?.event;
        const code = event?.detail['errorCode'];
        if (event === undefined || typeof code !== 'string' || invocation.calls.length === 0) continue;
        if (symptomOf(invocation) !== undefined || tells(JSON.stringify(invocation.calls), code)) continue;
        const change = { remove: ['detail.errorCode', 'detail.errorMessage'], only: { id: [event.id] } };
        const alone = nothingBut(event.id);
        const own = await trial.play(situation, [alone]);
        const other = await trial.play(situation, [{ change }, alone]);
        if (differences(own.effects, other.effects).length > 0) continue;
        return breachFor(trial.consumer, event, code, situation);
      }
    }
    return undefined;
  },
};

function breachFor(consumer: string, event: BusEvent, code: string, situation: Situation): Breach {
  return {
    sentence: `${consumer} does with a ${String(event.detail['eventName'])} that failed what it does with one that did not`,
    evidence: [`the record says errorCode ${code}`, 'without it the consumer does just the same'],
    event,
    situation,
    key: 'failed call',
  };
}

/** Who writes down that it failed has looked. */
function tells(calls: string, code: string): boolean {
  return calls.includes(code) || /fail|error|denied|refused/i.test(calls);
}
