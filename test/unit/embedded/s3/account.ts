import { S3Client } from '@aws-sdk/client-s3';
import { virtualAgenda, type VirtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate, type Estate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';

export const START = Date.parse('2026-01-15T09:30:00Z');

/** An account of its own, the SDK's client of S3 that knows of no other AWS, and the time they go by. */
export function account(options: { readonly takesNamedAsGiven?: boolean; readonly region?: string } = {}): {
  readonly s3: S3Client;
  readonly agenda: VirtualAgenda;
  readonly estate: Estate;
} {
  const agenda = virtualAgenda(START);
  const { region = 'us-east-2' } = options;
  const estate = openEstate(openScene({ account: '123456789012', agenda, random: seeded(7), ...options, region }));
  const embedded = embed(estate);
  const s3 = new S3Client({
    region,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: sdkRequestHandler((request) => embedded(request, { record: () => {}, refusesUnknown: true })),
  });
  return { s3, agenda, estate };
}
