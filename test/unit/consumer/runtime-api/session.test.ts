import { expect, test } from 'vitest';
import type { Invocation } from '../../../../src/consumer/consumer.ts';
import { Session, type Task } from '../../../../src/consumer/runtime-api/session.ts';
import { Tail } from '../../../../src/consumer/tail.ts';
import { ended, reported } from '../../../../src/consumer/runtime-api/wording.ts';

const GONE = ended(1, null);

/** An invocation that notes what becomes of it. */
function task(requestId: string) {
  const noted: (Invocation['outcome'] | 'missed')[] = [];
  const made: Task = {
    requestId,
    body: '{}',
    headers: () => ({}),
    end: (outcome) => noted.push(outcome),
    missed: () => noted.push('missed'),
  };
  return { made, noted };
}

/** A process that notes what it is handed. */
function waiting() {
  const handed: string[] = [];
  return { handed, hand: ({ requestId }: Task): void => void handed.push(requestId) };
}

test('what a process is to do waits until it asks', async () => {
  const session = new Session();
  session.give(task('1').made);
  const process = waiting();
  expect(process.handed).toEqual([]);
  expect(session.ask(process)).toBe(true);
  expect(process.handed).toEqual(['1']);
  expect(await session.ready).toBeUndefined();
});

test('only what is in hand can be answered, and once', () => {
  const session = new Session();
  const { made, noted } = task('1');
  session.ask(waiting());
  session.give(made);
  expect([session.expects('1'), session.expects('2')]).toEqual(['taken', 'unknown']);
  session.answer({ kind: 'returned', value: 1 });
  expect(session.expects('1')).toBe('twice');
  expect(noted).toEqual([{ kind: 'returned', value: 1 }]);
});

test('a process that ends fails what it has in hand, and misses what it was not handed', () => {
  for (const [asks, outcome] of [
    [true, { kind: 'threw', error: GONE }],
    [false, 'missed'],
  ] as const) {
    const session = new Session();
    const { made, noted } = task('1');
    if (asks) session.ask(waiting());
    session.give(made);
    session.end(GONE);
    expect(noted).toEqual([outcome]);
  }
});

test('a process that hangs up before it is handed an event is not idle any more', () => {
  const session = new Session();
  const process = waiting();
  session.ask(process);
  expect(session.isIdle).toBe(true);
  session.leave(process);
  expect(session.isIdle).toBe(false);
});

test('whoever waits for a process hears of its end, too', () => {
  const session = new Session();
  const heard: string[] = [];
  session.onceIdle(() => heard.push('one'));
  session.onceIdle(() => heard.push('other'));
  session.end(GONE);
  session.onceIdle(() => heard.push('late'));
  expect(heard).toEqual(['one', 'other', 'late']);
});

test('a tail keeps the last twenty lines, and no more of a long one than eight kilobytes', () => {
  const tail = new Tail();
  for (let line = 1; line <= 30; line += 1) tail.take(Buffer.from(`line ${line}\n`));
  expect(tail.text().split('\n')).toEqual(['…', ...Array.from({ length: 20 }, (_, index) => `line ${index + 11}`)]);
  tail.clear();
  expect(tail.text()).toBe('');
  tail.take(Buffer.alloc(100_000, 'x'));
  expect(tail.text().length).toBeLessThan(9_000);
});

test.each([
  ['{"errorType":"E","errorMessage":"m"}', undefined, { name: 'E', message: 'm' }],
  ['not JSON', 'Runtime.Odd', { name: 'Runtime.Odd', message: 'not JSON' }],
  ['null', undefined, { name: 'Runtime.Unknown', message: 'null' }],
  ['{"errorType":7,"stackTrace":[null,3,{}]}', 'T', { name: 'T', message: '{"errorType":7,"stackTrace":[null,3,{}]}' }],
  [
    '{"errorType":"E","errorMessage":"m","stackTrace":[{"path":"main.go","line":12,"label":"handler"}]}',
    undefined,
    { name: 'E', message: 'm', stack: 'E: m\n    at handler (main.go:12)' },
  ],
])('an error that a runtime reports as %s is read as far as it can be', (body, type, thrown) => {
  expect(reported(body, type)).toEqual(thrown);
});
