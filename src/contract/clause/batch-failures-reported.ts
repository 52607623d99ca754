import type { Contract } from '../contract.ts';
import { heardPlays } from '../trial.ts';
import { failing, reportsItems } from './survives-failed-calls.ts';

/** What is not named as failed is deleted from the queue. */
export const batchFailuresReported: Contract = {
  name: 'batch-failures-reported',
  means: 'Of a batch the items that failed are named, all of them and no others.',
  incident:
    'A worker took ten messages at once, counted those that failed, and returned the count. The queue deletes what is not named in `batchItemFailures`, and did.',
  source:
    'Lambda\'s guide, "Implementing partial batch responses": what is no list of identifiers counts as all done, or as all failed.',
  example: 'two pushes in one batch, and the call for one of them is refused',
  mend: "Return { batchItemFailures: [{ itemIdentifier: messageId }] } of those that failed, as Powertools' batch processor does.",
  isLate: true,
  check: async (trial) => {
    if (!reportsItems(trial)) return undefined;
    for await (const play of heardPlays(trial, ['push-at-once', 'push', 'scan', 'delete'])) {
      for (const { delivery } of play.heard.slice(0, 2)) {
        const breach = delivery && (await failing(trial, play, delivery.event.id));
        if (breach !== undefined) return breach;
      }
    }
    return undefined;
  },
};
