import type { Rule } from '../rule/rule.ts';
import { ruleText } from '../rule/compile.ts';
import { isAboutEcr } from '../rule/read/diagnose.ts';
import { consumersBehind, type Wiring } from './behind.ts';
import { findScenario, type FoundScenario, matchesAny } from './find-scenario.ts';
import { scenarioText } from './scenario-text.ts';
import { yamlWord } from './yaml-word.ts';

/** First scenarios, and the rules that none of them could be made for. */
export interface FirstScenarios {
  /** Their texts, by the names of their files. */
  readonly files: Readonly<Record<string, string>>;
  readonly unmatched: readonly string[];
}

/** One scenario teaches; a dozen has to be read before anything can be learnt. */
const MOST = 6;

/** What is left to say where no rule can be brought to match. */
const BARE = scenarioText(
  {
    name: 'push',
    description: 'An image is pushed, and EventBridge tells of it',
    given: ['repository: { name: web }'],
    steps: ['push: { image: "web:1.4.2" }'],
  },
  {},
  ['event: { pattern: { detail-type: [ECR Image Action], detail: { action-type: [PUSH] } }, times: 1 }'],
);

/** Makes a scenario for what each rule listens for: where one makes several rules match, it is one. */
export async function firstScenarios(wiring: Wiring): Promise<FirstScenarios> {
  const rules = wiring.rules.filter(hearsOfEcr);
  const found: { readonly name: string; readonly scenario: FoundScenario }[] = [];
  const unmatched: string[] = [];
  for (const rule of rules) {
    if (found.some(({ scenario }) => matchesAny(rule, scenario.deliveries))) continue;
    const scenario = await findScenario(rule);
    if (scenario === undefined) unmatched.push(rule.name);
    else if (found.length < MOST) found.push({ name: nameFor(scenario, rule, found), scenario });
  }
  const files = found.map(({ name, scenario }) => [
    `scenarios/${name}.yaml`,
    textOf(
      scenario,
      rules.filter((rule) => matchesAny(rule, scenario.deliveries)),
      wiring,
    ),
  ]);
  if (files.length === 0) return { files: { 'scenarios/push.yaml': BARE }, unmatched };
  return { files: Object.fromEntries(files) as Readonly<Record<string, string>>, unmatched };
}

function hearsOfEcr(rule: Rule): boolean {
  return rule.state !== 'DISABLED' && isAboutEcr({ pattern: ruleText(rule), bus: rule.bus ?? 'default' });
}

function nameFor(
  { happening: { name } }: FoundScenario,
  rule: Rule,
  taken: readonly { readonly name: string }[],
): string {
  if (!taken.some((one) => one.name === name)) return name;
  return `${name}-${rule.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
}

/** Promises that consumers are invoked; of rules that lead to none that can be called here, that what they match arrives. */
function textOf({ happening, where }: FoundScenario, rules: readonly Rule[], wiring: Wiring): string {
  const consumers = [...new Set(rules.flatMap((rule) => consumersBehind(rule, wiring)))];
  const others = rules.filter((rule) => consumersBehind(rule, wiring).length === 0);
  const expectations = [
    ...consumers.map((name) => `consumer: ${yamlWord(name)}\n    invoked: { atLeast: 1 }\n    threw: false`),
    ...others.map(
      (rule) =>
        `event: # rule ${rule.name}\n      pattern: ${JSON.stringify(JSON.parse(ruleText(rule)))}\n      delivered: { atLeast: 1 }`,
    ),
  ];
  const who =
    consumers.length === 0
      ? 'what waits for it hears of it'
      : `${listed(consumers)} ${consumers.length === 1 ? 'is' : 'are'} told`;
  return scenarioText(happening, where, expectations, `, and ${who}`);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
