import type { BusEvent } from '../eventbridge/event.ts';
import { sayEvent } from '../verdict/say.ts';

/** An event in the few words that fit beside a mark: what all of ECR's events begin with says nothing there. */
export function eventTitle(event: BusEvent): string {
  return sayEvent(event)
    .replace(/^ECR Image Action /, '')
    .replace(/^ECR /, '');
}
