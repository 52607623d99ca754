import { expect, test } from 'vitest';
import { type Bus, FIDELITIES, type Fidelity } from '../../src/bus/bus.ts';
import {
  AT,
  deliverAll as deliverOn,
  delivery,
  EVERYTHING,
  NothingToLookAt,
  type OpenBus,
  type Plan,
  PUSH,
} from './bus/bed.ts';
import { PROBES } from './bus/probes.ts';

export type { OpenBus, OpenedBus } from './bus/bed.ts';

/** What a bus says that it cannot do although nothing here would try it. */
export function rowsWithoutProbe(cannot: Bus['cannot']): readonly string[] {
  return Object.keys(cannot).filter((row) => !Object.hasOwn(PROBES, row));
}

/**
 * What every bus promises, whatever is behind it. A promise that a bus says it cannot keep is tried all the same, and has to be broken
 * there: then its test is skipped with the reason that the bus gives.
 */
export function keepsTheBusContract(open: OpenBus): void {
  const deliverAll = (plan: Plan) => deliverOn(open, plan);

  async function limits(): Promise<Bus['cannot']> {
    await using bus = await open([], new Map());
    return bus.cannot;
  }

  test('has a name, and gives a reason for each thing it cannot do, each of which has a probe', async () => {
    await using bus = await open([], new Map());
    expect(bus.name).toMatch(/^[a-z]+$/);
    expect(Object.values(bus.cannot).every((reason) => reason.length > 10)).toBe(true);
    expect(rowsWithoutProbe(bus.cannot)).toEqual([]);
  });

  test.for(FIDELITIES.map((fidelity) => [PROBES[fidelity].claim, fidelity] as const))(
    '%s',
    async ([, fidelity], { skip }) => {
      const why = (await limits())[fidelity];
      const end = await tried(fidelity);
      if (end instanceof NothingToLookAt) skip('there is nothing to look at behind this bus');
      if (why === undefined) {
        if (end !== undefined) throw end;
        return;
      }
      expect(end, `the bus says that it ${why}, and keeps the promise all the same`).toBeDefined();
      skip(why);
    },
  );

  /** What a probe rejects with; nothing, where its promise is kept. */
  async function tried(fidelity: Fidelity): Promise<unknown> {
    try {
      await PROBES[fidelity].holds(open);
      return undefined;
    } catch (error) {
      return error ?? new Error('The probe has failed');
    }
  }

  test('delivers the detail, its members in their order', async () => {
    const { events } = await deliverAll({});
    expect(JSON.stringify(events[0]?.detail)).toBe(JSON.stringify(PUSH.detail));
  });

  test('delivers the whole event, its members in their order', async ({ skip }) => {
    const cannot = await limits();
    const rows = ['event-source', 'event-id', 'event-account', 'event-region', 'event-time', 'event-members'] as const;
    const why = rows.map((row) => cannot[row]).find((reason) => reason !== undefined);
    skip(why !== undefined, why);
    const { seen } = await deliverAll({});
    expect(seen).toEqual([JSON.stringify(PUSH)]);
  });

  test('delivers what the pattern matches and nothing else', async () => {
    const rule = { ...EVERYTHING, pattern: '{"detail":{"action-type":["PUSH"]}}' };
    const deletion = { ...PUSH, id: 'deletion', detail: { ...PUSH.detail, 'action-type': 'DELETE' } };
    const { receipts, events } = await deliverAll({ deliveries: [delivery(deletion), delivery()], rules: [rule] });
    expect(receipts.map(({ matched }) => matched)).toEqual([[], ['everything']]);
    expect(receipts.map(({ invocations }) => invocations.length)).toEqual([0, 1]);
    expect(events.map(({ detail }) => detail['action-type'])).toEqual(['PUSH']);
  });

  test('calls a consumer once for each rule that matches and targets it', async () => {
    const rules = [EVERYTHING, { ...EVERYTHING, name: 'again', pattern: { detail: { result: ['SUCCESS'] } } }];
    const { receipts } = await deliverAll({ rules });
    expect(receipts[0]?.matched).toEqual(['everything', 'again']);
    expect(receipts[0]?.invocations.map(({ rule }) => rule)).toEqual(['everything', 'again']);
  });

  test('calls every target of a rule', async () => {
    const rules = [{ ...EVERYTHING, targets: [{ consumer: 'listener' }, { consumer: 'second' }] }];
    const { receipts } = await deliverAll({ rules });
    expect(receipts[0]?.invocations.map(({ consumer }) => consumer).toSorted()).toEqual(['listener', 'second']);
  });

  test('matches a rule that has no target, and calls nobody', async () => {
    const { receipts } = await deliverAll({ rules: [{ ...EVERYTHING, targets: [] }] });
    expect(receipts).toMatchObject([{ matched: ['everything'], invocations: [] }]);
  });

  test('delivers the same event again when it arrives again', async () => {
    const again = delivery(PUSH, { at: AT + 3_000, faults: ['duplicate'] });
    const { events } = await deliverAll({ deliveries: [delivery(), again] });
    const [first, second] = events.map(({ id, time, detail }) => ({ id, time, detail }));
    expect(events).toHaveLength(2);
    expect(second).toEqual(first);
  });

  test('says when the consumer was called and when the event was emitted', async () => {
    const { receipts } = await deliverAll({});
    expect(receipts[0]?.invocations[0]).toMatchObject({ at: AT, emittedAt: AT - 1_000, rule: 'everything' });
  });

  test('takes the failure of a consumer as a result, and goes on', async () => {
    const outcome = { kind: 'threw', error: { name: 'Error', message: 'no' } } as const;
    const { receipts } = await deliverAll({ deliveries: [delivery(), delivery()], outcome });
    expect(receipts).toHaveLength(2);
    for (const { matched, invocations } of receipts) {
      expect(matched).toEqual(['everything']);
      expect(invocations[0]?.outcome).toEqual(outcome);
    }
  });
}
