import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { virtualAgenda, type VirtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate, type Estate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';

export const START = Date.parse('2026-01-15T09:30:00Z');

const CLIENT = {
  region: 'us-east-2',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
};

/** An account of its own, the SDK's client that knows of no other AWS, and the time they go by. */
export function account(options: { readonly takesNamedAsGiven?: boolean } = {}): {
  readonly dynamodb: DynamoDBClient;
  readonly agenda: VirtualAgenda;
  readonly estate: Estate;
} {
  const agenda = virtualAgenda(START);
  const scene = { account: '123456789012', region: 'us-east-2', agenda, random: seeded(7), ...options };
  const estate = openEstate(openScene(scene));
  const embedded = embed(estate);
  const dynamodb = new DynamoDBClient({
    ...CLIENT,
    requestHandler: sdkRequestHandler((request) => embedded(request, { record: () => {} })),
  });
  return { dynamodb, agenda, estate };
}

/** The same client, for an endpoint on this machine. */
export function clientAt(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ ...CLIENT, endpoint });
}
