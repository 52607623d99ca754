import { broken, type Finding } from '../finding.ts';
import type { Hearing } from '../hearing.ts';
import { sayNames } from '../say.ts';
import { placeOfConsumer } from './place.ts';

/**
 * A promise that every scenario makes: what a consumer does in the registry does not set it off again without an end. On AWS such a
 * loop goes on until somebody sees the bill.
 */
export function judgeEndless({ scenario, run }: Pick<Hearing, 'scenario' | 'run'>): Finding[] {
  const { endless, arrivals } = run;
  if (endless === undefined) return [];
  const { consumer, operation, generation } = endless;
  const chain = arrivals.flatMap(({ delivery: { causedBy } }) => (causedBy === undefined ? [] : [causedBy]));
  const others = [...new Set(chain.map((cause) => cause.consumer))].filter((name) => name !== consumer);
  const rules = new Set(arrivals.filter(({ delivery }) => delivery.causedBy !== undefined).flatMap((a) => a.matched));
  return [
    broken(
      {
        promise: 'consumer',
        topic: 'endless',
        claim: `${consumer} does not set itself off for ever`,
        place: placeOfConsumer(scenario, consumer),
      },
      {
        outcome: `its ecr:${operation} set off the next, ${generation - 1} times one after the other`,
        expected: 'what a consumer does in the registry comes to an end',
        nearest: `${others.length === 0 ? 'its own calls' : `its calls and those of ${sayNames(others)}`} came back through ${sayNames([...rules])}`,
        difference:
          'on AWS it goes on; a pattern that leaves out what the consumer itself pushes, or a handler that changes nothing where all is as it wants it, ends it',
      },
    ),
  ];
}
