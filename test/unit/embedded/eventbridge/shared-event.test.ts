import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';
import { arn, NOW } from './stage.ts';

/** An account with a function that spoils each event it is given, and tells what it saw. */
function spoiling() {
  const agenda = virtualAgenda(NOW);
  const setting = { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda };
  const estate = openEstate(openScene(setting));
  const seen: string[] = [];
  for (const name of ['f', 'g']) {
    estate.functions.define(name, (event) => {
      seen.push(`${name} ${JSON.stringify((event as { detail: unknown }).detail)}`);
      Object.assign(event as object, { detail: 'spoilt' });
      return Promise.resolve(
        seen.length === 1
          ? { kind: 'threw', error: { name: 'Error', message: 'again' } }
          : { kind: 'returned', value: null },
      );
    });
  }
  const ask = (operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> =>
    estate.perform('eventbridge', operation, input);
  return { agenda, seen, ask };
}

const ENTRY = { Source: 'shop', DetailType: 'order', Detail: '{"id":1}' };

test.each<[string, readonly string[], { archived?: boolean }, readonly string[]]>([
  ['its own retry', ['f'], {}, ['f {"id":1}', 'f {"id":1}']],
  ['another target', ['f', 'g'], {}, ['f {"id":1}', 'g {"id":1}', 'f {"id":1}']],
  ['an archive', ['f'], { archived: true }, ['f {"id":1}', 'f {"id":1}', 'f {"id":1}']],
  ['another bus', ['f', 'bus'], {}, ['f {"id":1}', 'g {"id":1}', 'f {"id":1}']],
])(
  'a function that changes its event changes it for nobody else: %s',
  async (_, targets, { archived = false }, told) => {
    const { agenda, seen, ask } = spoiling();
    const bus = arn('events', 'event-bus/default');
    if (archived) await ask('CreateArchive', { ArchiveName: 'a', EventSourceArn: bus });
    await ask('CreateEventBus', { Name: 'bus' });
    await ask('PutRule', { Name: 'r', EventPattern: '{"source":["shop"]}' });
    await ask('PutRule', { Name: 'r', EventBusName: 'bus', EventPattern: '{"source":["shop"]}' });
    await ask('PutTargets', {
      Rule: 'r',
      EventBusName: 'bus',
      Targets: [{ Id: 't', Arn: arn('lambda', 'function:g') }],
    });
    await ask('PutTargets', {
      Rule: 'r',
      Targets: targets.map((name) => ({
        Id: name,
        Arn: name === 'bus' ? arn('events', 'event-bus/bus') : arn('lambda', `function:${name}`),
      })),
    });
    await ask('PutEvents', { Entries: [ENTRY] });
    await agenda.settle(3_600_000);
    if (archived) {
      await ask('StartReplay', {
        ReplayName: 'again',
        EventSourceArn: arn('events', 'archive/a'),
        EventStartTime: NOW / 1000,
        EventEndTime: NOW / 1000 + 1,
        Destination: { Arn: bus },
      });
      await agenda.settle(3_600_000);
    }
    expect(seen).toEqual(told);
  },
);
