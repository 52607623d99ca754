import fc from 'fast-check';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';
import { embed } from '../../../src/embedded/embedded.ts';
import { openEstate } from '../../../src/embedded/estate.ts';
import { openScene } from '../../../src/embedded/scene.ts';
import { SERVICES } from '../../../src/embedded/services.ts';
import { seeded } from '../../../src/random.ts';
import { modelOf } from '../../../src/wire/models.ts';

const AT = 'us-east-2:123456789012';

/** What somebody may give for any member, whatever it is to be. */
const ANYTHING = fc.constantFrom<unknown>(
  ...[null, '', 'x', '{}', '[', 'a:b:c', -1, 0, 1.5, 1e300, true, [], {}, ['x'], [null], [{}], { a: 'b' }, { a: null }],
  ...[`arn:aws:sqs:${AT}:x`, `arn:aws:kinesis:${AT}:stream/x`, `arn:aws:states:${AT}:stateMachine:x`],
);

/** The embedded AWS, to be asked for anything in JSON, in a moment that does not pass. */
function stage() {
  const agenda = virtualAgenda(Date.parse('2026-01-15T09:30:00Z'));
  const setting = { account: '123456789012', region: 'us-east-2', agenda, random: seeded(7), takesNamedAsGiven: true };
  const estate = openEstate(openScene(setting));
  const answer = embed(estate);
  return {
    estate,
    ask: (service: string, operation: string, input: object) =>
      answer(
        {
          method: 'POST',
          url: '/',
          headers: { 'x-amz-target': `Any.${operation}`, 'user-agent': `api/${service}#3.0.0` },
          body: Buffer.from(JSON.stringify(input)),
        },
        { record: () => {} },
      ),
  };
}

test.each(Object.keys(SERVICES))(
  'whatever %s is given, it answers or refuses',
  { timeout: 30_000 },
  async (service) => {
    const { estate, ask } = stage();
    const { operations, shapes } = (await modelOf(service))!;
    for (const operation of Object.keys(SERVICES[service]!(estate))) {
      const shape = shapes[operations[operation]?.input ?? ''];
      const members = shape?.type === 'structure' ? Object.keys(shape.members) : [];
      const inputs = fc.record(Object.fromEntries(members.map((member) => [member, ANYTHING])), { requiredKeys: [] });
      await fc.assert(
        fc.asyncProperty(inputs, async (input) => {
          // Some wait for what does not come: a queue that is polled, an execution that is waited for.
          const waiting = new Promise<undefined>((resolve) => void setImmediate(() => resolve(undefined)));
          const answer = await Promise.race([ask(service, operation, input), waiting]);
          expect(answer?.status ?? 200).toBeLessThan(500);
        }),
        { numRuns: 100, seed: 7, examples: [[{}]] },
      );
    }
  },
);
