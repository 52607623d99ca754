/** Records pushes without end, and prints how many are acknowledged. Run by tests that kill it. */
import { createRecording } from '../../../../src/recording/file/create-recording.ts';
import type { Recorded } from '../../../../src/recording/recorded.ts';
import { push } from '../recorded-lines.ts';

/** A push in an account that is redacted. */
function ours(index: number): Recorded {
  const it = push(index);
  return it.channel === 'cloudtrail' ? it : { ...it, event: { ...it.event, account: '31'.repeat(6) } };
}

const [, , file = ''] = process.argv;
const recording = await createRecording(file, { source: { kind: 'test' } });
let next = (recording.cursor as { readonly next: number } | undefined)?.next ?? 0;
for (;;) {
  // The last of before once more, as a source may bring it again.
  const from = Math.max(0, next - 1);
  next += 1 + (next % 5);
  await recording.append(
    Array.from({ length: next - from }, (_, index) => ours(from + index)),
    { next },
  );
  process.stdout.write(`${next}\n`);
}
