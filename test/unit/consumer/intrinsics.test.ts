import { expect, test } from 'vitest';
import type { Handler } from '../../../src/consumer/call-handler.ts';
import { openIntrinsics } from '../../../src/consumer/intrinsics.ts';
import { openConsumers, type OpenConsumers } from '../../../src/consumer/open-consumers.ts';
import { seeded } from '../../../src/random.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const moment = { at: START, emittedAt: START, rule: 'pushes', eventId: 'e1' };

/** Opens code as the handlers of consumers; `atImport` runs as their module is imported. */
function openCode(handlers: Record<string, Handler>, atImport: () => void = () => {}): Promise<OpenConsumers> {
  return openConsumers({
    specs: Object.fromEntries(
      Object.keys(handlers).map((name) => [name, { handler: `${import.meta.filename}#${name}` }]),
    ),
    root: '/',
    importModule: () =>
      Promise.resolve()
        .then(atImport)
        .then(() => handlers),
    account: '123456789012',
    region: 'us-east-2',
    start: START,
    random: seeded(1),
  });
}

function outcome(opened: OpenConsumers, name: string): Promise<unknown> {
  return opened.consumers
    .get(name)!
    .invoke({}, moment)
    .then((invocation) => invocation.outcome);
}

// What is replaced here nobody else calls, not even a test that fails.
const real = Math.sinh;
const replace = (): void => {
  Math.sinh = () => 42;
};

test('what a consumer replaces of the language is back as soon as it has returned', async () => {
  await using opened = await openCode({ replacer: replace });
  await outcome(opened, 'replacer');
  expect(Math.sinh).toBe(real);
});

test('it is back before anything is made of what the consumer returned', async () => {
  const stringify = JSON.stringify;
  await using opened = await openCode({
    liar: () => {
      JSON.stringify = () => '"a lie"';
      return { true: 1 };
    },
  });
  expect(await outcome(opened, 'liar')).toEqual({ kind: 'returned', value: { true: 1 } });
  expect(JSON.stringify).toBe(stringify);
});

test('a consumer that replaces how promises go on is waited for all the same', async () => {
  const { then } = Promise.prototype as { readonly then: unknown };
  await using opened = await openCode({
    stopper: async () => {
      await Promise.resolve();
      Reflect.set(Promise.prototype, 'then', () => new Promise(() => {}));
      return 'there';
    },
  });
  expect(await outcome(opened, 'stopper')).toEqual({ kind: 'returned', value: 'there' });
  expect(Reflect.get(Promise.prototype, 'then')).toBe(then);
});

test('a promise that begins only when it is awaited begins', async () => {
  class Lazy extends Promise<unknown> {}
  const begin = (settle: (settled: unknown) => void): void => settle('begun');
  Reflect.set(Lazy.prototype, 'then', begin);
  await using opened = await openCode({ lazy: () => new Lazy(() => {}) });
  expect(await outcome(opened, 'lazy')).toEqual({ kind: 'returned', value: 'begun' });
});

test('a consumer finds its own replacements again, as in a process of its own, and no other consumer does', async () => {
  const asked = (): number => Math.sinh(0);
  await using opened = await openCode({
    replacer: () => {
      const before = asked();
      replace();
      return before;
    },
    other: asked,
  });
  expect(await outcome(opened, 'replacer')).toEqual({ kind: 'returned', value: 0 });
  expect(await outcome(opened, 'other')).toEqual({ kind: 'returned', value: 0 });
  expect(await outcome(opened, 'replacer')).toEqual({ kind: 'returned', value: 42 });
});

test('what is replaced at an import holds through all invocations, also where they wait', async () => {
  await using opened = await openCode(
    {
      waiting: async () => {
        await new Promise((resolve) => void setImmediate(resolve));
        return Math.sinh(0);
      },
    },
    replace,
  );
  expect(await outcome(opened, 'waiting')).toEqual({ kind: 'returned', value: 42 });
  expect(Math.sinh).toBe(real);
});

test('what was replaced before a rehearsal by whoever runs it stays so', async () => {
  const theirs = (): number => 7;
  Math.sinh = theirs;
  try {
    await using opened = await openCode({ replacer: replace });
    await outcome(opened, 'replacer');
    expect(Math.sinh).toBe(theirs);
  } finally {
    Math.sinh = real;
  }
});

test('a getter that throws, and a function that is gone, are put back too', () => {
  const intrinsics = openIntrinsics();
  Object.defineProperty(Math, 'sinh', {
    configurable: true,
    get: () => {
      throw new Error('no');
    },
  });
  Reflect.deleteProperty(Math, 'cosh');
  expect(intrinsics.mend().map(({ home, key }) => [home, key])).toEqual([
    ['Math', 'cosh'],
    ['Math', 'sinh'],
  ]);
  expect([Math.sinh(0), Math.cosh(0)]).toEqual([0, 1]);
  expect(intrinsics.mend()).toEqual([]);
});
