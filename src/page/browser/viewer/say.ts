import type { Item } from '../../../saved/saved-run.ts';

const KINDS: Readonly<Record<Item['kind'], string>> = {
  call: 'API call',
  action: 'Action of ECR',
  record: 'CloudTrail record',
  event: 'Event, as emitted',
  delivery: 'Arrival on the bus',
  match: 'Rule matched',
  invocation: 'Invocation',
  retry: 'Retry',
  'aws-call': 'AWS call of the consumer',
  request: 'HTTP request of the consumer',
  refusal: 'Refused connection',
  message: 'Message in a queue',
  'dead-letter': 'Dead letter',
  orphan: 'Left running, and failed',
  finding: 'Broken promise',
};

/** What an item is. */
export function sayKind({ kind }: Pick<Item, 'kind'>): string {
  return KINDS[kind];
}

/** A moment, as records word it. */
export function sayMoment(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z').replace('T', ' ');
}

/** An item for those who hear it. */
export function sayItem(item: Item): string {
  const how = item.tone === 'bad' ? ', failed' : item.tone === 'lost' ? ', never arrived' : '';
  return `${sayKind(item)}: ${item.title}${how}, ${sayMoment(item.at)}`;
}
