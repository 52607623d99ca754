import type { Contract } from '../contract.ts';
import { differences } from '../effect/difference.ts';
import { heardPlays, nothingBut } from '../trial.ts';

/** A record that says it only reads, of what deletes images. */
export const readOnlyThatChanges: Contract = {
  name: 'read-only-that-changes',
  means: 'A lifecycle run is no reading to the consumer, though its record says `"readOnly": true`.',
  incident:
    'A journal of changes skipped what only reads. The record of a lifecycle run says that of itself, and the journal never heard of an image that had expired.',
  source: 'Class 12. Real PolicyExecutionEvent of 2025: `readOnly` true, with the images that it deleted.',
  example: 'a lifecycle run: `"eventName": "PolicyExecutionEvent", "readOnly": true`',
  mend: 'Go by `eventName`: what only reads begins with Get, List, Describe, BatchGet or BatchCheck.',
  isOfEach: true,
  check: async (trial) => {
    for await (const { situation, heard } of heardPlays(trial, ['expire'])) {
      const event = heard
        .map(({ delivery }) => delivery?.event)
        .find((one) => one?.detail['eventName'] === 'PolicyExecutionEvent' && one.detail['readOnly'] === true);
      if (event === undefined) continue;
      const change = { set: { 'detail.readOnly': false }, only: { id: [event.id] } };
      const alone = nothingBut(event.id);
      const own = await trial.play(situation, [alone]);
      const other = await trial.play(situation, [{ change }, alone]);
      const lost = differences(other.effects, own.effects);
      if (lost.length === 0) continue;
      return {
        sentence: `${trial.consumer} passes over a lifecycle run, because its record says that it only reads`,
        evidence: lost.map((line) => `${line} (with readOnly false)`),
        event,
        situation,
        key: 'read-only',
      };
    }
    return undefined;
  },
};
