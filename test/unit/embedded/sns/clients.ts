import { SNSClient } from '@aws-sdk/client-sns';
import { virtualAgenda, type VirtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate, type Estate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';

export const START = Date.parse('2026-01-15T09:30:00Z');

export const TOPIC = 'arn:aws:sns:us-east-2:123456789012:news';

export const QUEUE = 'arn:aws:sqs:us-east-2:123456789012:inbox';

/** An account of its own with a queue, the SDK's client that knows of no other AWS, and the time they go by. */
export function account(options: { readonly takesNamedAsGiven?: boolean } = {}): {
  readonly sns: SNSClient;
  readonly agenda: VirtualAgenda;
  readonly estate: Estate;
} {
  const agenda = virtualAgenda(START);
  const scene = { account: '123456789012', region: 'us-east-2', agenda, random: seeded(7), ...options };
  const estate = openEstate(openScene(scene));
  estate.queues.create('inbox', {}, {});
  const embedded = embed(estate);
  const sns = new SNSClient({
    region: 'us-east-2',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: sdkRequestHandler((request) => embedded(request, { record: () => {} })),
  });
  return { sns, agenda, estate };
}
