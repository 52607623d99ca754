import type { Bus } from '../bus/bus.ts';
import type { Delivery, Timeline } from '../timeline/timeline.ts';

/**
 * Says what became of each delivery of a run that did not reach its end: which were made, of which nobody knows, and which were not.
 * None is left out.
 */
export function accountOf(timeline: Timeline, fates: NonNullable<Bus['fates']>): string {
  const parts = Map.groupBy(timeline, (delivery) => fates.get(delivery) ?? 'unsent');
  const of = (fate: 'accepted' | 'refused' | 'unknown' | 'unsent'): readonly Delivery[] => parts.get(fate) ?? [];
  const sentences = [`${of('accepted').length} of ${events(timeline.length)} had been delivered`];
  const last = of('accepted').at(-1);
  if (last !== undefined) sentences.push(`the last of them ${named(last)}`);
  if (of('unknown').length > 0) {
    sentences.push(`of ${of('unknown').length} nobody knows: ${of('unknown').map(named).join(', ')}`);
  }
  if (of('refused').length > 0)
    sentences.push(`${of('refused').length} were refused: ${of('refused').map(named).join(', ')}`);
  if (of('unsent').length > 0) sentences.push(`${of('unsent').length} were not sent`);
  return sentences.join('; ');
}

function events(many: number): string {
  return `${many} event${many === 1 ? '' : 's'}`;
}

/** An event by what it is and by its id, which a consumer has seen too. */
function named({ event }: Delivery): string {
  const name = event.detail['eventName'];
  return `"${typeof name === 'string' ? name : event['detail-type']}" ${event.id}`;
}
