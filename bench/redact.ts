/**
 * Redaction of the records of a registry at work, and the verification of what came of it, against reading each line
 * with JSON.parse and writing it with JSON.stringify: all in turn in one process, the medians count. What it took of the
 * processor is counted, so that it is one core whatever else the machine does. Run: npm run bench -- redact
 */
import { toEvents } from '../src/eventbridge/events.ts';
import { toRecords } from '../src/cloudtrail/records.ts';
import { act } from '../src/registry/act.ts';
import { keyFrom } from '../src/recording/redact/key.ts';
import { createRedactor } from '../src/recording/redact/redactor.ts';
import { withDefaults } from '../src/scenario/default-options.ts';
import type { Step } from '../src/scenario/step.ts';
import { busy } from './busy.ts';
import { median } from './median.ts';

const PUSHES = 3_000;
const ROUNDS = 7;
/** As much as is read of a file at a time. */
const BATCH = 256 * 1_024;

const ASKED = { redact: 40, verify: 100 };

/** What fails: parts of the rate of parsing in the same run, because a machine with others on it is slower at all of this. */
const LEAST = { redact: 0.3, verify: 0.5 };

/** Pushes by many sessions from many addresses: what is replaced is not always the same. */
function steps(): readonly Step[] {
  const all: Step[] = [];
  for (let push = 0; push < PUSHES; push += 1) {
    const image = `team-${push % 20}/web:1.${push}`;
    const as = { role: `pusher-${push % 40}`, session: `build-${push}` };
    const layers = [43_252_507, 846, 1_000_000 + push, 2_000_000 + push];
    all.push({ push: { image, layers, login: true }, as } as Step);
    if (push % 4 === 0) all.push({ pull: { image, login: true } });
  }
  return all;
}

function records(): readonly string[] {
  const scenario = busy(steps());
  const how = { profile: 'observed', seed: 1, options: withDefaults({}) } as const;
  const activity = act(scenario);
  const told = toRecords(activity, how);
  const texts = [...told, ...toEvents(activity, told, how)].map(({ text }) => text);
  // Of the documents' one account and few addresses come a dozen and thousands, so that there is something to do.
  return texts.map((text, index) =>
    text
      .replaceAll('123456789012', String(310_000_000_000 + (index % 12) * 7_654_321))
      .replaceAll(/"sourceIPAddress":"[0-9.]+"/g, `"sourceIPAddress":"54.${index % 40}.${(index >> 4) % 100}.9"`),
  );
}

function batches(lines: readonly string[]): readonly string[] {
  const all: string[] = [];
  let batch: string[] = [];
  let length = 0;
  for (const line of lines) {
    batch.push(line);
    length += line.length + 1;
    if (length < BATCH) continue;
    all.push(batch.join('\n'));
    [batch, length] = [[], 0];
  }
  if (batch.length > 0) all.push(batch.join('\n'));
  // As texts are that were decoded from a file.
  return all.map((text) => Buffer.from(text).toString());
}

/** Megabytes for a second of the processor. */
function rate(texts: readonly string[], work: (text: string) => void): number {
  const bytes = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const before = process.cpuUsage();
  for (const text of texts) work(text);
  const { user, system } = process.cpuUsage(before);
  return bytes / (user + system);
}

const key = keyFrom('a key for a benchmark, kept by nobody');
const plain = batches(records());
const redactor = createRedactor(key);
const clean = plain.map((text) => redactor.line(text));
const figures: Record<'baseline' | 'redact' | 'verify', number[]> = { baseline: [], redact: [], verify: [] };
for (let round = 0; round <= ROUNDS; round += 1) {
  const fresh = createRedactor(key);
  const other = createRedactor(keyFrom('another key, as verifying has one'));
  const measured = {
    baseline: rate(plain, (text) => {
      for (const line of text.split('\n')) JSON.stringify(JSON.parse(line));
    }),
    redact: rate(plain, (text) => void fresh.line(text)),
    verify: rate(clean, (text) => {
      if (other.line(text) !== text) throw new Error('what was redacted is not clean');
    }),
  };
  // The first time everything is compiled.
  if (round === 0) continue;
  for (const name of ['baseline', 'redact', 'verify'] as const) figures[name].push(measured[name]);
}
const [baseline, redact, verify] = [median(figures.baseline), median(figures.redact), median(figures.verify)];
const size = plain.reduce((sum, text) => sum + text.length, 0) / 1e6;
console.log(`redact   ${size.toFixed(0)} MB of records`);
console.log(`         parse and stringify ${baseline.toFixed(0)} MB/s`);
console.log(
  `         redact ${redact.toFixed(0)} MB/s (asked: ${ASKED.redact}), ${(redact / baseline).toFixed(2)} of that`,
);
console.log(
  `         verify ${verify.toFixed(0)} MB/s (asked: ${ASKED.verify}), ${(verify / baseline).toFixed(2)} of that`,
);
if (redact < LEAST.redact * baseline || verify < LEAST.verify * baseline) process.exitCode = 1;
