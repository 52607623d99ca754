/**
 * Wording of records: registry to CloudTrail and EventBridge text, against JSON.stringify of the same finished objects.
 * Both sides run in turn in one process; the ratio of the medians counts. Run: npm run bench -- wording
 */
import { toEvents } from '../src/eventbridge/events.ts';
import { toRecords } from '../src/cloudtrail/records.ts';
import { act } from '../src/registry/act.ts';
import { withDefaults } from '../src/scenario/default-options.ts';
import type { Step } from '../src/scenario/step.ts';
import { busy } from './busy.ts';
import { median } from './median.ts';

const PUSHES = 400;
const ROUNDS = 25;

/** A registry at work: pushes of four layers, of which two are new each time; a pull and a scan now and then. */
function steps(): readonly Step[] {
  const all: Step[] = [];
  for (let push = 0; push < PUSHES; push += 1) {
    const image = `team-${push % 20}/web:1.${push}`;
    all.push({ push: { image, layers: [43_252_507, 846, 1_000_000 + push, 2_000_000 + push], login: true } });
    if (push % 4 === 0) all.push({ pull: { image, login: true } });
    if (push % 8 === 0) all.push({ scan: { image, findings: { CRITICAL: 1, MEDIUM: 9 }, status: 'COMPLETE' } });
  }
  return all;
}

const scenario = busy(steps());
const how = { profile: 'observed', seed: 1, options: withDefaults({}) } as const;

function word(): readonly { readonly text: string }[] {
  const activity = act(scenario);
  const records = toRecords(activity, how);
  return [...records, ...toEvents(activity, records, how)];
}

function timed(work: () => number): { readonly milliseconds: number; readonly characters: number } {
  const start = performance.now();
  const characters = work();
  return { milliseconds: performance.now() - start, characters };
}

const activity = act(scenario);
const records = toRecords(activity, how);
const finished = [
  ...records.map(({ record }) => record),
  ...toEvents(activity, records, how).map(({ event }) => event),
];

const ours: number[] = [];
const stringify: number[] = [];
let characters = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  const a = timed(() => word().reduce((sum, { text }) => sum + text.length, 0));
  const b = timed(() => finished.reduce((sum, value) => sum + JSON.stringify(value).length, 0));
  if (a.characters !== b.characters)
    throw new Error(`the two sides wrote different text: ${a.characters} and ${b.characters} characters`);
  characters = a.characters;
  if (round >= 5) {
    ours.push(a.milliseconds);
    stringify.push(b.milliseconds);
  }
}
const megabytes = (milliseconds: number) => `${(characters / 1000 / milliseconds).toFixed(0)} MB/s`;
console.log(`wording: ${finished.length} records and events, ${(characters / 1e6).toFixed(1)} MB of text`);
console.log(`  registry to text  ${median(ours).toFixed(1)} ms  ${megabytes(median(ours))}`);
console.log(`  JSON.stringify    ${median(stringify).toFixed(1)} ms  ${megabytes(median(stringify))}`);
console.log(`  ratio of rates    ${(median(stringify) / median(ours)).toFixed(2)}  (wanted: at least 0.5)`);
