import type { BusEvent } from '../../../eventbridge/event.ts';

/** An event with all that events of a registry are made of; it shows whether one arrives as it was put. */
export const SAMPLE: BusEvent = {
  version: '0',
  id: '00000000-0000-4000-8000-000000000000',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  time: '2026-01-15T09:30:00Z',
  region: 'us-east-1',
  resources: [],
  detail: { z: 'first', text: 'ä "quoted" \\ /', list: [1, [], {}], a: { none: null, yes: true, size: 43_252_507 } },
};

/** Whether a text is the sample, its members in their order. White space is nobody's promise. */
export function isSample(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(SAMPLE);
  } catch {
    return false;
  }
}
