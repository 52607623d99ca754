/** Replays a recording and prints the rate, the most memory, and by how much gaps were off. Arguments: folder, recording, pace. */
import { replayRecording } from '../../src/rehearse/replay-recording.ts';
import { setup } from './setup.ts';

const [, , folder = '', recording = '', pace] = process.argv;
const moments: number[] = [];
let delivered = 0;
const { reachedRate, consumers, wanted, span } = await replayRecording(
  recording,
  {
    order: 'arrival',
    pace: pace === 'recorded' ? { kind: 'recorded', speed: 1 } : { kind: 'topspeed' },
    faults: [],
    time: 'keep',
    ids: 'keep',
  },
  setup(folder),
  {
    delivered: () => {
      delivered += 1;
      if (pace === 'recorded') moments.push(performance.now());
    },
  },
);
if (delivered !== wanted || consumers['watcher']?.returned !== wanted)
  throw new Error(`${delivered} of ${wanted} were delivered`);
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
