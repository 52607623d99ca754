import type { Resources } from '../../src/bus/resource/resources.ts';
import { type Rehearsal, rehearse } from '../../src/rehearse/rehearse.ts';
import { readScenario } from '../../src/scenario/read.ts';

const PUSH = readScenario(
  `version: 1
description: A push is told.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
expect:
  - consumer: deployer
    threw: false
`,
  'push.yaml',
);

/** Rehearses a push that every test of this folder is about, with a consumer `deployer` that must not throw. */
export function rehearsed(handler: (event: never) => unknown, resources: Resources = {}): Promise<Rehearsal> {
  const viaQueue = resources.eventSources !== undefined;
  return rehearse(
    PUSH,
    {
      rules: [
        {
          name: 'pushes',
          pattern: { 'detail-type': ['ECR Image Action'] },
          targets: [viaQueue ? { queue: 'work' } : { consumer: 'deployer' }],
        },
      ],
      consumers: { deployer: { handler: 'handlers/deployer.ts#handler' } },
      root: import.meta.dirname,
      resources,
    },
    { importModule: () => Promise.resolve({ handler }) },
  );
}
