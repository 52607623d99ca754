// Matching of patterns, ours against AWS's event-ruler, on the same events in one run: `node bench/pattern.ts`.
import { compileRules } from '../src/pattern/index.ts';
import { startHarness } from '../test/oracle/harness.ts';
import { workload } from './pattern/workload.ts';

const harness = startHarness();
const ours = new Map<number, { text: number; parsed: number }>();
for (const count of [1, 20, 300]) {
  const { rules, events } = workload(count);
  const set = compileRules(rules);
  const parsed: unknown[] = events.map((event) => JSON.parse(event));
  const rounds = 400;
  const text = measure(rounds, events, (event) => set.matchText(event).length);
  const tree = measure(rounds, parsed, (event) => set.match(event).length);
  const parse = measure(rounds, events, (event) => (JSON.parse(event) === undefined ? 1 : 0));
  ours.set(count, { text: text.nanoseconds, parsed: tree.nanoseconds });
  console.log(
    `${count} rules: ours text ${Math.round(text.nanoseconds)} ns, parsed ${Math.round(tree.nanoseconds)} ns, JSON.parse alone ${Math.round(parse.nanoseconds)} ns, matched ${tree.matched / rounds}`,
  );
  if (typeof harness === 'string') continue;
  const [answer] = await harness.ask([{ bench: { rules, events, rounds } }]);
  if (answer?.textNanoseconds === undefined || answer.parsedNanoseconds === undefined)
    throw new Error(JSON.stringify(answer));
  console.log(
    `  event-ruler text ${Math.round(answer.textNanoseconds)} ns, parsed ${Math.round(answer.parsedNanoseconds)} ns, matched ${answer.matched}; ratio text ${(answer.textNanoseconds / text.nanoseconds).toFixed(2)}, parsed ${(answer.textNanoseconds / tree.nanoseconds).toFixed(2)} (parsed to parsed ${(answer.parsedNanoseconds / tree.nanoseconds).toFixed(2)})`,
  );
}
const twenty = ours.get(20);
const all = ours.get(300);
if (twenty !== undefined && all !== undefined)
  console.log(
    `20 to 300 rules: text ${(all.text / twenty.text).toFixed(2)}x, parsed ${(all.parsed / twenty.parsed).toFixed(2)}x`,
  );
if (typeof harness === 'string') console.log(`event-ruler skipped: ${harness}`);
else harness.close();

function measure<T>(
  rounds: number,
  inputs: readonly T[],
  match: (input: T) => number,
): { nanoseconds: number; matched: number } {
  const run = (): number => {
    let matched = 0;
    for (let round = 0; round < rounds; round += 1) for (const input of inputs) matched += match(input);
    return matched;
  };
  run();
  const start = performance.now();
  const matched = run();
  return { nanoseconds: ((performance.now() - start) * 1e6) / (rounds * inputs.length), matched };
}
