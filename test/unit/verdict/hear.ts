import { embeddedBus } from '../../../src/bus/embedded.ts';
import { virtualClock } from '../../../src/clock.ts';
import type { AwsCall, Consumer, Invocation } from '../../../src/consumer/consumer.ts';
import type { BusEvent } from '../../../src/eventbridge/event.ts';
import { script } from '../../../src/rehearse/rehearse.ts';
import { replay } from '../../../src/replay/replay.ts';
import type { Rule } from '../../../src/rule/rule.ts';
import { toInstant } from '../../../src/scenario/duration.ts';
import { readScenario } from '../../../src/scenario/read.ts';
import type { Finding } from '../../../src/verdict/finding.ts';
import { judge } from '../../../src/verdict/judge.ts';

/** What a consumer of a test does with an event; returns null unless told, makes no calls, takes no time. */
export type Acts = (
  event: BusEvent,
  nth: number,
) => Partial<Pick<Invocation, 'outcome' | 'calls' | 'refusals' | 'took'>>;

export const PUSHES: Rule = {
  name: 'on-push',
  pattern: { 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['PUSH'] } },
  targets: [{ consumer: 'deployer' }],
};

/** One push of web:1.4.2 into a repository that is there. */
export const A_PUSH = `given:
  - repository: { name: web, imageTagMutability: IMMUTABLE }
steps:
  - push: { image: "web:1.4.2", layers: [846] }
`;

/** Rehearses a scenario with consumers that act as told, and judges it. */
export async function hear(
  yaml: string,
  {
    rules = [PUSHES],
    acts = {},
  }: { readonly rules?: readonly Rule[]; readonly acts?: Readonly<Record<string, Acts>> } = {},
): Promise<readonly Finding[]> {
  const scenario = readScenario(`version: 1\ndescription: For a test.\n${yaml}`, 'test.yaml');
  const { activity, emissions, timeline } = script(scenario);
  const names = rules.flatMap(({ targets }) => targets.map(({ consumer = '' }) => consumer));
  const consumers = new Map(names.map((name) => [name, acting(name, acts[name] ?? (() => ({})))]));
  await using bus = embeddedBus(rules, consumers);
  const run = await replay(timeline, bus, virtualClock(toInstant(scenario.start)));
  return judge(scenario, activity, emissions, run, rules);
}

function acting(name: string, act: Acts): Consumer {
  let nth = 0;
  return {
    name,
    invoke: (event, { at, emittedAt, rule, eventId }) => {
      nth += 1;
      const deed = {
        outcome: { kind: 'returned', value: null },
        calls: [],
        refusals: [],
        took: 0,
        ...act(event as BusEvent, nth),
      } as const;
      return Promise.resolve({ consumer: name, rule, eventId, requestId: String(nth), at, emittedAt, ...deed });
    },
  };
}

/** An AWS call as a consumer of a test makes it. */
export function awsCall(name: string, input: unknown): AwsCall {
  const [service = '', operation = ''] = name.split(':');
  return { service, operation, input, answered: 'embedded' };
}

/** Findings as `kept …` and `BROKEN …: …`, a line each. */
export function summary(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ kind, claim, evidence }) =>
    kind === 'kept' ? `kept ${claim}` : `BROKEN ${claim}: ${evidence?.outcome}`,
  );
}

/** What is shown of the only broken finding. */
export function onlyBroken(findings: readonly Finding[]) {
  const broken = findings.filter(({ kind }) => kind === 'broken');
  if (broken.length !== 1) throw new Error(`Wanted one broken finding: ${summary(findings).join('\n')}`);
  const { claim, place, evidence } = broken[0]!;
  // An id leads into the run, and is drawn: `test/unit/report/story.test.ts` follows it.
  const { about: _, ...words } = evidence!;
  return { claim, line: place.line, ...words };
}
