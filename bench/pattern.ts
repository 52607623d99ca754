/**
 * Matching: our rule sets against AWS's event-ruler on the same ECR and CloudTrail events, both warmed up, in one run;
 * then the patterns made to be slow. Run: npm run bench -- pattern. Without Java and Maven only our side is measured.
 */
import { compilePattern, compileRules } from '../src/pattern/index.ts';
import { startHarness } from '../test/oracle/harness.ts';
import type { Harness } from '../test/oracle/harness.ts';
import { adversaries } from './pattern/adversaries.ts';
import { workload } from './pattern/workload.ts';

/** A sample takes about a millisecond: on a busy machine a longer one is never left alone. */
const ROUNDS = 6;
const SAMPLES = 300;

/** Nanoseconds an event. */
interface Cost {
  readonly text: number;
  readonly parsed: number;
}

const harness = startHarness();
const missing = typeof harness === 'string' ? harness : undefined;
const ours = new Map<number, Cost>();
for (const count of [1, 20, 300]) {
  const { rules, events } = workload(count);
  const set = compileRules(rules);
  const parsed: unknown[] = events.map((event) => JSON.parse(event));
  const mine = {
    text: timed(events, (event) => set.matchText(event).length),
    parsed: timed(parsed, (event) => set.match(event).length),
  };
  ours.set(count, mine);
  console.log(
    `pattern: ${count} rules, ${events.length} events of ${Math.round(events.join('').length / events.length)} characters`,
  );
  const theirs = typeof harness === 'string' ? undefined : await askRuler(harness, rules, events);
  report('from text  ', mine.text, theirs?.text, 2);
  report('from parsed', mine.parsed, theirs?.parsed, 5);
}
if (missing !== undefined) console.log(`  event-ruler was not measured: ${missing}`);
if (typeof harness !== 'string') harness.close();

const growth = (kind: keyof Cost): string => ((ours.get(300)?.[kind] ?? 0) / (ours.get(20)?.[kind] ?? 1)).toFixed(2);
console.log(`  20 to 300 rules: text ${growth('text')}x, parsed ${growth('parsed')}x  (wanted: less than 2x)`);

const worst = adversaries.map(({ name, pattern, event }) => {
  const compiled = compilePattern(pattern);
  const parsed: unknown = JSON.parse(event);
  const samples = Array.from({ length: 60 }, () =>
    Math.max(
      once(() => compiled.matchesText(event)),
      once(() => compiled.matches(parsed)),
    ),
  );
  return { name, milliseconds: Math.min(...samples.slice(20)) };
});
const [slowest] = worst.toSorted((a, b) => b.milliseconds - a.milliseconds);
console.log(`pattern: ${worst.length} patterns made to be slow, on events of 16 KB`);
console.log(`  slowest           ${slowest?.milliseconds.toFixed(2)} ms, ${slowest?.name}  (wanted: at most 1 ms)`);

async function askRuler(asked: Harness, rules: object, events: readonly string[]): Promise<Cost> {
  const [answer] = await asked.ask([{ bench: { rules, events, rounds: ROUNDS, samples: SAMPLES } }]);
  if (answer?.textNanoseconds === undefined || answer.parsedNanoseconds === undefined) {
    throw new Error(`event-ruler could not be measured: ${JSON.stringify(answer)}`);
  }
  return { text: answer.textNanoseconds, parsed: answer.parsedNanoseconds };
}

function report(what: string, mine: number, theirs: number | undefined, wanted: number): void {
  const compared =
    theirs === undefined ? '' : `, event-ruler ${Math.round(theirs)} ns: ratio ${(theirs / mine).toFixed(1)}`;
  console.log(`  ${what}       ${Math.round(mine)} ns${compared}  (wanted at 20 and 300 rules: at least ${wanted})`);
}

/** The best of some samples after as many to warm up: other work on the machine can only make one worse. */
function timed<T>(inputs: readonly T[], match: (input: T) => number): number {
  const samples = Array.from({ length: SAMPLES * 2 }, () =>
    once(() => {
      for (let round = 0; round < ROUNDS; round += 1) for (const input of inputs) match(input);
    }),
  );
  return (Math.min(...samples.slice(SAMPLES)) * 1e6) / (ROUNDS * inputs.length);
}

function once(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
