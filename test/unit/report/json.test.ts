import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Invocation } from '../../../src/consumer/consumer.ts';
import { toJson } from '../../../src/report/json.ts';
import { plain } from '../../../src/report/plain.ts';
import type { Run } from '../../../src/replay/run.ts';
import type { Finding } from '../../../src/verdict/finding.ts';
import { imageAction } from '../timeline/deliveries.ts';

function runReturning(value: unknown): Run {
  const invocation: Invocation = {
    consumer: 'deployer',
    rule: 'on-push',
    eventId: '1',
    requestId: '2',
    at: 1_000,
    emittedAt: 0,
    took: 3,
    outcome: { kind: 'returned', value },
    calls: [],
    refusals: [],
  };
  const delivery = { at: 1_000, emittedAt: 0, event: imageAction('1'), reaches: 'enabled', faults: [] } as const;
  return { bus: 'embedded', cannot: {}, arrivals: [{ matched: ['on-push'], invocations: [invocation], delivery }] };
}

const kept: Finding = {
  kind: 'kept',
  promise: 'step',
  topic: 'step',
  claim: 'step 1 fails',
  place: { file: 's.yaml', line: 1, column: 1 },
};

test('a report holds the findings, the run and the way back in, and reads back', () => {
  const again = 'npx ecreplay run s.yaml --seed 1';
  const run = runReturning({ ok: true });
  expect(JSON.parse(toJson({ scenario: 's', again, findings: [kept], run }))).toEqual({
    scenario: 's',
    kept: true,
    again,
    findings: [kept],
    run,
  });
});

test('one broken promise breaks the report', () => {
  const findings: readonly Finding[] = [kept, { ...kept, kind: 'broken' }];
  expect(JSON.parse(toJson({ scenario: 's', again: '', findings, run: runReturning(null) }))).toMatchObject({
    kept: false,
  });
});

test('whatever a handler returns, the report is JSON', () => {
  const circular: Record<string, unknown> = { many: 10n };
  circular['self'] = circular;
  const text = toJson({ scenario: 's', again: '', findings: [], run: runReturning(circular) });
  expect(JSON.parse(text)).toMatchObject({
    run: { arrivals: [{ invocations: [{ outcome: { value: { many: '[bigint 10]', self: '[circular]' } } }] }] },
  });
});

test.each<[string, unknown, unknown]>([
  ['a function', { run() {} }, { run: '[function run]' }],
  ['a symbol', Symbol('s'), '[Symbol(s)]'],
  ['no number', [Number.NaN, Infinity], ['[NaN]', '[Infinity]']],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['no date', new Date(Number.NaN), null],
  ['an error', Object.assign(new TypeError('no'), { code: 7 }), { name: 'TypeError', message: 'no', code: 7 }],
  ['a map', new Map([['a', new Set([1])]]), [['a', [1]]]],
  ['bytes', new Uint8Array(3), '[Uint8Array of 3 bytes]'],
  ['a member that is undefined', { a: undefined, b: null }, { b: null }],
  [
    'a getter that throws',
    {
      get bad(): never {
        throw new Error('no way');
      },
    },
    '[unreadable: no way]',
  ],
  ['a revoked proxy', revoked(), expect.stringMatching(/^\[unreadable: /)],
  ['the same object twice, side by side', [kept.place, kept.place], [kept.place, kept.place]],
])('%s has a plain form', (_, value, form) => {
  expect(plain(value)).toEqual(form);
});

test('a value that is nested without end stops somewhere', () => {
  let nested: unknown = 'bottom';
  for (let depth = 0; depth < 50_000; depth += 1) nested = [nested];
  expect(JSON.stringify(plain(nested))).toMatch(/^\[+"\[too deep\]"\]+$/);
});

test('what is JSON already stays as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      expect(plain(value)).toEqual(value);
    }),
  );
});

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
