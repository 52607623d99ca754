import type { Resources } from '../../src/bus/resource/resources.ts';
import { type Rehearsal, rehearse } from '../../src/rehearse/rehearse.ts';
import type { Target } from '../../src/rule/rule.ts';
import { readScenario } from '../../src/scenario/read.ts';

/** What a test has otherwise than most. */
interface Different {
  readonly resources?: Resources;
  /** What is promised of the consumer; that it does not throw, unless told. */
  readonly promise?: string;
  /** The one rule there is; pushes go to the consumer, or to the queue that feeds it, unless told. */
  readonly rule?: { readonly pattern: Readonly<Record<string, unknown>>; readonly target: Target };
}

/** Rehearses a push that every test of this folder is about, with a consumer `deployer`. */
export function rehearsed(
  handler: (event: never) => unknown,
  { resources = {}, promise = 'threw: false', rule }: Different = {},
): Promise<Rehearsal> {
  const scenario = readScenario(
    `version: 1
description: A push is told.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
expect:
  - consumer: deployer
    ${promise}
`,
    'push.yaml',
  );
  const viaQueue = resources.eventSources !== undefined;
  const { pattern, target } = rule ?? {
    pattern: { 'detail-type': ['ECR Image Action'] },
    target: viaQueue ? { queue: 'work' } : { consumer: 'deployer' },
  };
  return rehearse(
    scenario,
    {
      rules: [{ name: 'pushes', pattern, targets: [target] }],
      consumers: { deployer: { handler: 'handlers/deployer.ts#handler' } },
      root: import.meta.dirname,
      resources,
    },
    { importModule: () => Promise.resolve({ handler }) },
  );
}
