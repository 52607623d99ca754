import fc from 'fast-check';
import { expect, test } from 'vitest';
import { againCommand } from '../../../src/report/again.ts';
import { showFinding, showFindings, showLimits } from '../../../src/report/text.ts';
import { wrapped } from '../../../src/report/wrap.ts';
import type { Finding } from '../../../src/verdict/finding.ts';

const place = { file: 'scenarios/push.yaml', line: 15, column: 5 };
const kept: Finding = {
  kind: 'kept',
  promise: 'event',
  topic: 'emitted',
  claim: 'an event that matches {source: [aws.ecr]} is emitted once',
  place,
};
const broken: Finding = {
  kind: 'broken',
  promise: 'consumer',
  topic: 'invoked',
  claim: 'deployer is invoked exactly once',
  place,
  evidence: {
    outcome: 'it was invoked 0 times',
    expected: 'invoked: 1',
    nearest:
      'rule "on-push": ECR Image Action PUSH SUCCESS web:1.4.2 at 2026-01-15T09:30:01.971Z, nearest of 25 events it saw',
    difference:
      'detail.action-type is "DELETE", wanted ["PUSH"]\n  an indented line that is so long that it has to go on below, keeps its own indentation',
  },
};

test('a kept promise is a line', () => {
  expect(showFinding(kept)).toBe('  kept    an event that matches {source: [aws.ecr]} is emitted once');
});

test('a broken promise shows what was wanted, what came nearest, how they differ, where, and how to have it again', () => {
  expect(showFinding(broken, 'npx ecreplay run scenarios/push.yaml --seed 7')).toBe(
    [
      '  BROKEN  deployer is invoked exactly once: it was invoked 0 times',
      '          expected  invoked: 1',
      '          nearest   rule "on-push": ECR Image Action PUSH SUCCESS web:1.4.2 at',
      '                    2026-01-15T09:30:01.971Z, nearest of 25 events it saw',
      '          differs   detail.action-type is "DELETE", wanted ["PUSH"]',
      '                      an indented line that is so long that it has to go on',
      '                      below, keeps its own indentation',
      '          at: scenarios/push.yaml:15:5',
      '          again: npx ecreplay run scenarios/push.yaml --seed 7',
      '          more: npx ecreplay explain invoked',
    ].join('\n'),
  );
});

test('broken promises come last, where a terminal stops', () => {
  const rows = showFindings([broken, kept, broken]).split('\n');
  expect(rows.filter((row) => /^ {2}\S/.test(row)).map((row) => row.slice(2, 8))).toEqual([
    'kept  ',
    'BROKEN',
    'BROKEN',
  ]);
});

test('what the bus cannot do is a line each', () => {
  const cannot = { retry: 'calls a consumer once', 'event-id': 'gives each event an id of its own' };
  expect(showLimits({ bus: 'embedded', cannot })).toBe(
    '  limit   the embedded bus calls a consumer once\n  limit   the embedded bus gives each event an id of its own',
  );
  expect(showLimits({ bus: 'embedded', cannot: {} })).toBe('');
});

test('an empty part of the evidence takes no line', () => {
  const evidence = { ...broken.evidence!, expected: '', nearest: '' };
  expect(showFinding({ ...broken, evidence })).not.toMatch(/expected|nearest {3}/);
});

test('no row is wider than 80 columns, unless a single word is, and no word is lost', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('a', 'ß', '{', '"') }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(words, (text) => {
      const line = text.join(' ');
      const shown = wrapped(line, { width: 80, hang: '    ' });
      for (const row of shown.split('\n')) expect(row.length).toBeLessThanOrEqual(80);
      expect(shown.split(/\s+/).filter(Boolean)).toEqual(text);
    }),
  );
});

test('a word that is too long stays whole, so that it can be copied', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const shown = wrapped(`          nearest   ${digest} of web`, { width: 80, hang: ' '.repeat(20) });
  expect(shown.split('\n').map((row) => row.trim())).toEqual(['nearest', digest, 'of web']);
});

test('the command that repeats a run can be pasted into a shell', () => {
  expect(againCommand({ file: 'scenarios/push.yaml', seed: 7 })).toBe('npx ecreplay run scenarios/push.yaml --seed 7');
  expect(
    againCommand({ file: "my scenario's.yaml", seed: 'a b', profile: 'documented', bus: ['--bus', 'embedded'] }),
  ).toBe(String.raw`npx ecreplay run 'my scenario'\''s.yaml' --seed 'a b' --profile documented --bus embedded`);
});
