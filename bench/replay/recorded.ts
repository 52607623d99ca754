/** Replays a recording at its own pace and prints by how much gaps were off. Arguments: folder, recording. */
import { replayRecording } from '../../src/rehearse/replay-recording.ts';
import { setup } from './setup.ts';

const [, , folder = '', recording = ''] = process.argv;
const moments: number[] = [];
const { reachedRate, consumers, wanted, span } = await replayRecording(
  recording,
  { order: 'arrival', pace: { kind: 'recorded', speed: 1 }, faults: [], time: 'keep', ids: 'keep' },
  setup(folder),
  { delivered: () => moments.push(performance.now()) },
);
if (moments.length !== wanted || consumers['watcher']?.returned !== wanted)
  throw new Error(`${moments.length} of ${wanted} were delivered`);
const gap = span / Math.max(1, wanted - 1);
const errors = moments.slice(1).map((moment, index) => Math.abs(moment - moments[index]! - gap));
errors.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    rate: reachedRate,
    rss: process.resourceUsage().maxRSS * 1_024,
    p99: errors[Math.floor(errors.length * 0.99)] ?? 0,
  }),
);
