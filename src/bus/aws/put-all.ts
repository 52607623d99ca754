import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { Problem } from '../../problem.ts';
import { remoteProblem } from '../remote/failure.ts';
import { putEvents } from '../remote/put-events.ts';
import type { AwsStage } from './stage.ts';

/** Puts entries, all of which have to be taken. Throws the `Problem` of the first that is not, or of which nobody knows. */
export async function putAll(
  attempt: string,
  entries: readonly PutEventsRequestEntry[],
  { clients, clock, random, spec }: Pick<AwsStage, 'clients' | 'clock' | 'random' | 'spec'>,
): Promise<void> {
  const client = await clients.open('eventbridge', { once: true });
  for (const sent of await putEvents(entries, { client, clock, random })) {
    if (sent.kind === 'unknown' || sent.kind === 'unsent') throw remoteProblem(attempt, sent.error, spec.endpoint);
    if (sent.kind === 'refused') {
      throw new Problem('ENVIRONMENT_MISSING', `Cannot ${attempt}: ${sent.message} (${sent.code})`);
    }
  }
}
