import { expect, test, vi } from 'vitest';
import type { Handler } from '../../../src/consumer/call-handler.ts';
import { openConsumers, type OpenConsumers } from '../../../src/consumer/open-consumers.ts';
import { seeded } from '../../../src/random.ts';

const START = Date.parse('2026-01-15T09:30:00Z');
const moment = { at: START, emittedAt: START, rule: 'pushes', eventId: 'e1' };

function open(handler: Handler): Promise<OpenConsumers> {
  return openConsumers({
    specs: { talker: { handler: 'talker.ts#handler' } },
    root: '/',
    importModule: () => Promise.reject(new Error('There is nothing to import')),
    handlers: new Map([['talker', handler]]),
    account: '123456789012',
    region: 'us-east-2',
    start: START,
    random: seeded(1),
  });
}

test('what a handler writes to the console and to either output is kept, and written all the same', async () => {
  const seen: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => seen.push(String(chunk)) > 0);
  const other = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => seen.push(String(chunk)) > 0);
  try {
    await using opened = await open(async () => {
      console.log('deploying %s', 'web');
      await Promise.resolve();
      process.stderr.write(Buffer.from('careful\n'));
      process.stdout.write('ZG9uZQo=', 'base64');
    });
    const { logs } = await opened.consumers.get('talker')!.invoke({}, moment);
    expect(logs).toBe('deploying web\ncareful\ndone');
    process.stdout.write('nobody\n');
    expect(seen).toEqual(expect.arrayContaining(['careful\n', 'ZG9uZQo=', 'nobody\n']));
  } finally {
    write.mockRestore();
    other.mockRestore();
  }
});

test('invocations that overlap keep apart what they write', async () => {
  const console = new (await import('node:console')).Console(process.stdout);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await using opened = await open(async (event) => {
      console.log(event);
      await new Promise(setImmediate);
      console.log(event);
    });
    const talker = opened.consumers.get('talker')!;
    const invocations = await Promise.all(['a', 'b', 'c'].map((event) => talker.invoke(event, moment)));
    expect(invocations.map(({ logs }) => logs)).toEqual(['a\na', 'b\nb', 'c\nc']);
  } finally {
    write.mockRestore();
  }
});

test('of much that is written the last is kept, and a handler that writes nothing has no logs', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await using opened = await open((lines) => {
      for (let line = 0; line < Number(lines); line += 1) process.stdout.write(`line ${line}\n`);
    });
    const talker = opened.consumers.get('talker')!;
    const { logs } = await talker.invoke(100_000, moment);
    expect(logs?.split('\n')).toEqual(['…', ...Array.from({ length: 20 }, (_, index) => `line ${99_980 + index}`)]);
    expect(await talker.invoke(0, moment)).not.toHaveProperty('logs');
  } finally {
    write.mockRestore();
  }
});

test('the outputs are as they were once all consumers are gone', async () => {
  const write: unknown = Reflect.get(process.stdout, 'write');
  await (await open(() => undefined))[Symbol.asyncDispose]();
  expect(Reflect.get(process.stdout, 'write')).toBe(write);
});
