import type { BusEvent } from '../../src/eventbridge/event.ts';
import { lineOf } from '../../src/recording/recorded.ts';
import { writeRecording } from '../../src/recording/file/write-recording.ts';

const START = Date.parse('2026-01-15T09:30:00Z');

/** A push, as ECR tells of it. */
export function push(index: number, at: number): BusEvent {
  return {
    version: '0',
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account: '123456789012',
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region: 'us-east-2',
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': `team-${index % 50}/web`,
      'image-digest': `sha256:${String(index).padStart(64, '0')}`,
      'action-type': 'PUSH',
      'image-tag': `v${index}`,
      'manifest-media-type': 'application/vnd.docker.distribution.manifest.v2+json',
      'artifact-media-type': 'application/vnd.docker.container.image.v1+json',
    },
  };
}

/** Writes a recording of pushes with a gap of so many milliseconds between arrivals. */
export async function writeEvents(
  file: string,
  { count, gap, isShuffled = false }: { readonly count: number; readonly gap: number; readonly isShuffled?: boolean },
): Promise<void> {
  const sink = await writeRecording(file, { source: { kind: 'benchmark' }, redaction: 'none' });
  for (let index = 0; index < count; index += 1) {
    // A step that has no divisor in common with the count comes by everything once.
    const place = isShuffled ? (index * 7_919) % count : index;
    const arrivedAt = START + place * gap;
    await sink.write(lineOf({ channel: 'eventbridge', arrivedAt, event: push(place, arrivedAt - 1_000) }));
  }
  await sink.finish();
}
