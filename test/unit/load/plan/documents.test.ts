import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COUNTS } from '../../../../src/load/measure/counts.ts';
import { LEGS } from '../../../../src/load/measure/leg.ts';
import { PHASES } from '../../../../src/load/plan/format.ts';
import { readPlan } from '../../../../src/load/plan/read-plan.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../../.github/docs/load.md'), 'utf8');

test('the plan in the documents can be read', () => {
  const [, plan = ''] = /^```yaml\n(.*?)^```$/ms.exec(PAGE) ?? [];
  expect(readPlan(plan, 'plan.yaml').written.phases).toHaveLength(3);
});

test('the documents name every form of a phase, every leg and every count', () => {
  const names = [...Object.keys(PHASES), ...LEGS, ...COUNTS].map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  );
  const said = PAGE.replaceAll('dead-lettered', 'dead lettered');
  expect(names.filter((name) => !said.includes(name))).toEqual([]);
});
