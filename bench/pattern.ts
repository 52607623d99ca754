/**
 * Matching: our rule sets against AWS's event-ruler on the same ECR and CloudTrail events, then patterns that are slow or
 * were made to be. Run: npm run bench -- pattern. Without Java and Maven only our side is measured.
 *
 * The two sides take turns, each with many short samples, so that what else the machine does falls to both. The best
 * sample of each decides, for other work can only make one worse; the median is shown beside it, and says as much where
 * the machine is quiet. Times of a single match are the best of many for the same reason.
 */
import { startHarness } from '../test/oracle/harness.ts';
import { measureLimits, STEEPEST } from './pattern/limits.ts';
import { race } from './pattern/race.ts';
import type { Figures } from './pattern/race.ts';

let missed = 0;

/** Says whether a figure is as wanted, and remembers when it is not. */
function judge(met: boolean, wanted: string): string {
  if (!met) missed += 1;
  return `${met ? 'met' : 'NOT met'}: ${wanted}`;
}

function line(what: string, figures: Figures, kind: 'text' | 'parsed', wanted: number | undefined): string {
  const { ours, theirs } = figures[kind];
  const own = `  ${what.padEnd(12)} ${Math.round(ours.best)} ns (median ${Math.round(ours.median)})`;
  if (theirs === undefined) return own;
  const ratio = theirs.best / ours.best;
  const both = `${own}, event-ruler ${Math.round(theirs.best)} ns (median ${Math.round(theirs.median)}): ratio ${ratio.toFixed(1)} (medians ${(theirs.median / ours.median).toFixed(1)})`;
  return wanted === undefined ? both : `${both}  ${judge(ratio >= wanted, `at least ${wanted}`)}`;
}

const harness = startHarness();
const byCount = new Map<number, Figures>();
for (const count of [1, 20, 300]) {
  const figures = await race(count, typeof harness === 'string' ? undefined : harness);
  byCount.set(count, figures);
  console.log(`pattern: ${count} rules, ${figures.events} events of ${figures.length} characters`);
  console.log(line('from text', figures, 'text', count === 1 ? undefined : 2));
  console.log(line('from parsed', figures, 'parsed', count === 1 ? undefined : 5));
}
if (typeof harness === 'string') console.log(`  event-ruler was not measured: ${harness}`);
else harness.close();

for (const kind of ['text', 'parsed'] as const) {
  const growth = (byCount.get(300)?.[kind].ours.best ?? 0) / (byCount.get(20)?.[kind].ours.best ?? 1);
  console.log(`  20 to 300 rules, ${kind}: ${growth.toFixed(2)}x  ${judge(growth < 2, 'less than 2x')}`);
}

const limits = measureLimits();
console.log(`pattern: ${limits.pairs} slow patterns, each with the event of 16 KB that suits it worst`);
console.log(
  `  slowest match: ${limits.slowest.milliseconds.toFixed(2)} ms, ${limits.slowest.name}  ${judge(limits.slowest.milliseconds <= 1, 'at most 1 ms')}`,
);
console.log(
  `  a character among 1 MB takes at most ${limits.steepest.growth.toFixed(2)} times as long as among 16 KB, ${limits.steepest.name}  ${judge(limits.steepest.growth <= STEEPEST, `linear: once, and at most ${STEEPEST} times as caches fill`)}`,
);
process.exitCode = missed > 0 ? 1 : 0;
