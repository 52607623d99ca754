import { printScenario } from './print.ts';
import { readScenario } from './read.ts';
import type { Scenario } from './scenario.ts';

type Said = Omit<Scenario, 'name' | 'file' | 'places'>;

/** Members that mean nothing when they have these values, wherever they stand in a step or a fault. */
const UNSAID: Readonly<Record<string, unknown>> = {
  login: true,
  status: 'COMPLETE',
  result: 'SUCCESS',
  chance: 1,
  many: 2,
  turns: [],
  carriedOut: false,
  findings: undefined,
};

/** What a file may leave out altogether. */
const EMPTY = ['account', 'region', 'start', 'seed', 'as', 'options', 'given', 'delivery', 'expect'] as const;

/** Words a scenario as a person would write it: what is so unless told is left out. It reads back as the same scenario. */
export function printBriefly(scenario: Said): string {
  const whole = printScenario(scenario);
  const brief = printScenario({
    ...scenario,
    given: scenario.given.map((entry) => unsaid(entry)),
    steps: scenario.steps.map((step) => unsaid(step)),
    delivery: { ...scenario.delivery, faults: scenario.delivery.faults.map((fault) => unsaid(fault)) },
  });
  const plain = readScenario(PLAIN, 'plain.yaml');
  const left = EMPTY.filter((name) => JSON.stringify(plain[name]) === JSON.stringify(scenario[name]));
  const lines = brief
    .split('\n')
    .filter((line) => !left.some((name) => line.startsWith(`${name}:`)))
    .map((line) => line.replace(/^delivery: \{ latency: \{ ?\}, faults: (.*) \}$/, 'delivery: { faults: $1 }'))
    .filter((line) => line !== '  latency: {}' && line !== '  faults: []');
  const text = lines.join('\n');
  return isSame(text, whole) ? text : whole;
}

const PLAIN = 'version: 1\ndescription: Nothing is told.\nsteps:\n  - wait: 1s\n';

function unsaid<Entry>(entry: Entry): Entry {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
  return Object.fromEntries(
    Object.entries(entry)
      .filter(([key, value]) => !(Object.hasOwn(UNSAID, key) && JSON.stringify(UNSAID[key]) === JSON.stringify(value)))
      .map(([key, value]) => [key, ['only', 'set', 'request'].includes(key) ? value : unsaid(value)]),
  ) as Entry;
}

function isSame(text: string, whole: string): boolean {
  const [one, other] = [text, whole].map((each) =>
    JSON.stringify(sorted({ ...readScenario(each, 'x.yaml'), places: {} })),
  );
  return one === other;
}

/** Members in one order: a file says them in any. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
