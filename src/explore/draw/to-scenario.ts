import type { Scenario } from '../../scenario/scenario.ts';
import type { Step } from '../../scenario/step.ts';
import type { Draft } from './draft.ts';
import { Ground } from './ground.ts';
import { KINDS, type KindName } from './steps.ts';

/** Kinds of steps, each as often as it is to be drawn. */
export type Urn = readonly KindName[];

/** The kinds of steps of which rules can see something; `wait` alone shows nothing, and goes with others. */
export function urnFor(sees: (detailType: string) => boolean, only?: readonly KindName[]): Urn {
  const names = only ?? (Object.keys(KINDS) as KindName[]);
  const seen = names.filter((name) => KINDS[name].shows.some(sees));
  // What nobody sees is still valid, and there has to be something to draw.
  const drawn = seen.length === 0 ? names : names.filter((name) => seen.includes(name) || name === 'wait');
  return drawn.flatMap((name) => Array.from({ length: KINDS[name].weight }, () => name));
}

/** Reads a draft as a scenario that happens undisturbed: what is given, and steps that are valid one after another. */
export function toScenario({ seed, steps }: Pick<Draft, 'seed' | 'steps'>, urn: Urn): Scenario {
  const ground = new Ground();
  const drawn = steps.flatMap((lot): readonly Step[] => KINDS[urn[lot[0] % urn.length]!].draw(ground, lot));
  return scenarioOf({ seed, given: ground.given, steps: drawn });
}

/** A scenario of these parts, and else as a file that says nothing of it. */
export function scenarioOf(parts: Pick<Scenario, 'seed' | 'given' | 'steps'> & Partial<Scenario>): Scenario {
  return {
    name: 'explored',
    file: 'explored.yaml',
    version: 1,
    description: 'A scenario that was drawn.',
    account: '123456789012',
    region: 'us-east-1',
    start: '2026-01-15T09:30:00Z',
    as: { role: 'ci-pusher', session: 'github-actions' },
    options: {},
    delivery: { latency: {}, faults: [] },
    expect: [],
    places: {},
    ...parts,
  };
}

/** The same scenario with its steps saying how they fail: what the registry refuses is valid, too. */
export function declaring(
  scenario: Scenario,
  failures: readonly { readonly step: number; readonly code: string }[],
): Scenario {
  if (failures.length === 0) return scenario;
  const codes = new Map(failures.map(({ step, code }) => [step, code]));
  const steps = scenario.steps.map((step, index): Step => {
    const code = codes.get(index);
    const [name, body] = Object.entries(step)[0]! as [string, unknown];
    if (code === undefined || typeof body !== 'object' || body === null || 'fails' in body || name === 'replicate')
      return step;
    return { [name]: { ...body, fails: code } } as unknown as Step;
  });
  return { ...scenario, steps };
}
