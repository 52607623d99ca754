import { expect, test } from 'vitest';
import type { Receipt } from '../../../../src/bus/bus.ts';
import { showFinding, showFindings } from '../../../../src/report/text.ts';
import { toJson } from '../../../../src/report/json.ts';
import type { Run } from '../../../../src/replay/run.ts';
import type { Rule } from '../../../../src/rule/rule.ts';
import { script } from '../../../../src/rehearse/rehearse.ts';
import { readScenario } from '../../../../src/scenario/read.ts';
import { judge } from '../../../../src/verdict/judge.ts';
import { A_PUSH, PUSHES } from '../hear.ts';

const scenario = readScenario(
  `version: 1
description: For a test.
${A_PUSH}expect:
  - event: { pattern: { detail-type: [ECR Image Action] }, times: 1 }
  - consumer: deployer
    invoked: 1
    returned: null
    threw: false
    calls: []
    within: 1h
`,
  'test.yaml',
);

/** A run on a bus with limits, in which the consumer is called for each push. */
function judged(
  cannot: Run['cannot'],
  { rule = PUSHES, ...more }: Partial<Receipt> & { readonly rule?: Rule; readonly threw?: boolean } = {},
) {
  const { activity, emissions, timeline } = script(scenario);
  const { threw = false, misled = [] } = more;
  const arrivals = timeline.map((delivery): Run['arrivals'][number] => {
    const isPush = delivery.event['detail-type'] === 'ECR Image Action';
    const invocation = {
      ...{ consumer: 'deployer', rule: rule.name, eventId: delivery.event.id, requestId: '1', took: 1 },
      ...{ at: delivery.at, emittedAt: delivery.emittedAt, calls: [], refusals: [] },
      outcome: threw
        ? ({ kind: 'threw', error: { name: 'Error', message: 'no' } } as const)
        : ({ kind: 'returned', value: null } as const),
    };
    return { delivery, matched: isPush ? [rule.name] : [], invocations: isPush ? [invocation] : [], misled };
  });
  const run = { bus: 'other', cannot, arrivals };
  const findings = judge(scenario, activity, emissions, run, [rule]);
  return { run, findings, kinds: findings.map(({ kind }) => kind).join(' ') };
}

const NOT_CHECKED = 'kept unchecked unchecked unchecked unchecked unchecked';

test('a limit that nothing depends on leaves every promise as it is', () => {
  expect(
    judged({ 'dead-letter': 'buries nothing', retry: 'calls nobody again', 'rule-state': 'heeds none' }).kinds,
  ).toBe('kept kept kept kept kept kept');
});

test('what a bus shows to a rule that is disabled is not checked', () => {
  const rule: Rule = { ...PUSHES, state: 'DISABLED' };
  const { kinds, findings } = judged({ 'rule-state': 'heeds no state' }, { rule });
  expect(kinds).toBe(NOT_CHECKED);
  expect(findings[1]?.reason).toBe('the other bus heeds no state');
});

test('what a consumer makes of something that AWS would not have given it is not checked', () => {
  expect(judged({ 'input-transformer': 'fills templates in its own way' }, { misled: ['deployer'] }).kinds).toBe(
    NOT_CHECKED,
  );
  expect(judged({}, { misled: ['somebody else'] }).kinds).toBe('kept kept kept kept kept kept');
});

test('where a failing consumer is not called again, only what no further call could mend stays broken', () => {
  const { kinds } = judged({ retry: 'calls nobody again' }, { threw: true });
  expect(kinds).toBe('kept unchecked broken broken unchecked unchecked');
});

test('a lost id leaves the count of invocations, unless a rule goes by it', () => {
  const cannot = { 'event-id': 'gives each event an id of its own' };
  expect(judged(cannot).kinds).toBe('kept kept unchecked unchecked unchecked kept');
  const pattern = { ...(PUSHES.pattern as object), id: [{ exists: true }] };
  expect(judged(cannot, { rule: { ...PUSHES, pattern } }).kinds).toBe(
    'kept unchecked unchecked unchecked unchecked kept',
  );
});

test('a promise that is not checked is reported as that, with its reason, and never as kept', () => {
  const { findings, run } = judged({ 'rule-state': 'heeds no state' }, { rule: { ...PUSHES, state: 'DISABLED' } });
  expect(showFinding(findings[1]!)).toBe(
    '  not checked  deployer is invoked exactly once: the other bus heeds no state',
  );
  expect(showFindings(findings).split('\n')[0]).toMatch(/^ {2}kept /);
  const json = JSON.parse(toJson({ scenario: 's', again: '', findings, run })) as { readonly kept: boolean };
  expect(json.kept).toBe(false);
});
