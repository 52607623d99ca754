import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';

/** An answer that comes when the agenda has got so far. */
function answerAt(agenda: ReturnType<typeof virtualAgenda>, at: number): Promise<string> {
  return new Promise((resolve) => void agenda.after(at - agenda.now(), () => resolve(`at ${at}`)));
}

test('time goes on for an action that waits for the agenda itself', async () => {
  const agenda = virtualAgenda(0);
  const seen: string[] = [];
  agenda.after(0, async () => {
    const guest = agenda.attend({ deadline: 10_000, expire: () => {} });
    seen.push(await guest.awaiting(answerAt(agenda, 3000)));
    guest.leave();
  });
  agenda.after(1000, () => void seen.push('meanwhile'));
  await agenda.settle(60_000);
  expect(seen).toEqual(['meanwhile', 'at 3000']);
  expect(agenda.now()).toBe(3000);
});

test('who waits beyond the end of a stay is told at that moment', async () => {
  const agenda = virtualAgenda(0);
  const seen: number[] = [];
  agenda.after(0, async () => {
    let expire = (): void => {};
    const expired = new Promise<void>((resolve) => (expire = resolve));
    const guest = agenda.attend({ deadline: 3000, expire });
    await Promise.race([guest.awaiting(answerAt(agenda, 3_600_000)), expired]);
    seen.push(agenda.now());
    guest.leave();
  });
  await agenda.settle(60_000);
  expect(seen).toEqual([3000]);
});

test('time stands still while anybody does something else than wait', async () => {
  const agenda = virtualAgenda(0);
  const seen: string[] = [];
  const answer = answerAt(agenda, 1000);
  agenda.after(0, async () => {
    const guest = agenda.attend({ deadline: 10_000, expire: () => {} });
    await guest.awaiting(answer);
    seen.push('answered');
    guest.leave();
  });
  agenda.after(0, async () => {
    const guest = agenda.attend({ deadline: 10_000, expire: () => {} });
    // Long enough, in turns of the event loop, for anybody to lose patience.
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
    seen.push('done');
    guest.leave();
  });
  await agenda.settle(60_000);
  expect(seen).toEqual(['done', 'answered']);
});

test('a request that is on its way keeps time from going on', async () => {
  const agenda = virtualAgenda(0);
  const seen: number[] = [];
  agenda.after(0, async () => {
    const guest = agenda.attend({ deadline: 10_000, expire: () => {} });
    guest.errand(1);
    const waiting = guest.awaiting(answerAt(agenda, 1000));
    guest.errand(1);
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
    seen.push(agenda.now());
    guest.errand(-1);
    await waiting;
    seen.push(agenda.now());
    guest.leave();
  });
  await agenda.settle(60_000);
  expect(seen).toEqual([0, 1000]);
});

test('those whose answers have come go on one after another', async () => {
  const agenda = virtualAgenda(0);
  const seen: string[] = [];
  const work = (name: string, delay: number) => async (): Promise<void> => {
    const guest = agenda.attend({ deadline: 10_000, expire: () => {} });
    await guest.awaiting(answerAt(agenda, delay));
    seen.push(`${name} begins`);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
    seen.push(`${name} ends`);
    guest.leave();
  };
  agenda.after(0, work('one', 1000));
  agenda.after(0, work('two', 1000));
  agenda.after(0, work('three', 500));
  await agenda.settle(60_000);
  expect(seen).toEqual(['three begins', 'three ends', 'one begins', 'one ends', 'two begins', 'two ends']);
});

test('an action that fails after time has gone on without it fails the agenda', async () => {
  const agenda = virtualAgenda(0);
  agenda.after(0, async () => {
    const guest = agenda.attend({ deadline: 10_000, expire: () => {} });
    await guest.awaiting(answerAt(agenda, 1000));
    guest.leave();
    throw new Error('late');
  });
  await agenda.settle(0);
  await expect(agenda.settle(60_000)).rejects.toThrow('late');
});
