import type { Invocation } from '../../src/consumer/consumer.ts';
import type { BusEvent } from '../../src/eventbridge/event.ts';
import { openBook } from '../../src/saved/book.ts';
import { writeHeard } from '../../src/saved/heard.ts';
import { openReasons } from '../../src/saved/reasons.ts';
import { FORMAT, type SavedFile, VERSION } from '../../src/saved/saved-run.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const RULE = {
  name: 'deploy-on-push',
  pattern: { source: ['aws.ecr'], detail: { 'action-type': ['PUSH'] } },
  targets: [{ consumer: 'deployer' }],
};

/** A run of so many deliveries, each matched, handled and followed by a call; one in a hundred fails and is tried again. */
export function manyDeliveries(count: number): {
  readonly file: SavedFile;
  readonly items: number;
  readonly left: string;
} {
  const book = openBook();
  const hearers = {
    events: new Map<string, string>(),
    requests: new Map<string, string>(),
    reasons: openReasons([RULE]),
  };
  for (let index = 0; index < count; index += 1) {
    const at = START + index * 137 + (index % 500 === 0 ? 0 : index % 7);
    const event = eventOf(index, at);
    const failed = index % 100 === 99;
    const invocations = failed
      ? [invoked(index, event, at, true), invoked(index, event, at + 60_000, false)]
      : [invoked(index, event, at, false)];
    const delivery = { at, emittedAt: at - 421, event, reaches: 'enabled' as const, faults: [] };
    writeHeard(book, { delivery, matched: [RULE.name], invocations, real: index * 0.4 }, hearers);
  }
  const { leftOut, ...closed } = book.close();
  const run = {
    name: 'many',
    description: `${count} deliveries`,
    verdict: 'kept' as const,
    bus: 'embedded',
    limits: [],
    findings: [],
    rules: [{ name: RULE.name, pattern: JSON.stringify(RULE.pattern), targets: ['consumer deployer'] }],
    why: hearers.reasons.all,
    leftOut,
    ...closed,
  };
  const file = { format: FORMAT, version: VERSION, title: 'many', runs: [run], leftOut: [] } as const;
  return { file, items: closed.items.length, left: leftOut.join('; ') };
}

function eventOf(index: number, at: number): BusEvent {
  const digest = index.toString(16).padStart(64, '0');
  return {
    version: '0',
    id: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account: '123456789012',
    time: new Date(at).toISOString().replace(/\.\d+Z/, 'Z'),
    region: 'us-east-1',
    resources: [],
    detail: {
      'action-type': 'PUSH',
      result: 'SUCCESS',
      'repository-name': `web-${index % 20}`,
      'image-digest': `sha256:${digest}`,
      'image-tag': `v${index}`,
    },
  };
}

function invoked(index: number, { id }: BusEvent, at: number, isFailing: boolean): Invocation {
  return {
    consumer: 'deployer',
    rule: RULE.name,
    eventId: id,
    requestId: `request-${index}`,
    at,
    emittedAt: at,
    took: 1.5,
    outcome: isFailing
      ? { kind: 'threw', error: { name: 'Error', message: 'throttled' } }
      : { kind: 'returned', value: 'deployed' },
    calls: [{ service: 'ecs', operation: 'UpdateService', input: { service: `web-${index % 20}` }, answered: 'empty' }],
    refusals: [],
  };
}
