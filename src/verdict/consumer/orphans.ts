import type { Scenario } from '../../scenario/scenario.ts';
import { broken, type Finding } from '../finding.ts';
import type { Hearing } from '../hearing.ts';
import { plural } from '../say.ts';
import { sayThrown } from './outcome.ts';
import { placeOfConsumer } from './place.ts';
import { topOfStack } from './threw.ts';

/**
 * A promise that every scenario makes: what a consumer starts it also waits for. Lambda freezes whatever is left when an invocation
 * ends, and its failure then ends another invocation, or nobody ever hears of it.
 */
export function judgeOrphans({ scenario, run }: Pick<Hearing, 'scenario' | 'run'>): Finding[] {
  const groups = Map.groupBy(run.orphans ?? [], ({ consumer }) => consumer);
  return [...groups].map(([consumer, orphans]) => judgeOf(consumer, orphans, scenario));
}

function judgeOf(consumer: string, orphans: NonNullable<Hearing['run']['orphans']>, scenario: Scenario): Finding {
  return broken(
    {
      promise: 'consumer',
      topic: 'left-running',
      claim: `${consumer} leaves nothing running that fails`,
      place: placeOfConsumer(scenario, consumer),
    },
    {
      outcome: `${plural(orphans.length, 'failure')} came when the invocation was over`,
      expected: 'an invocation ends when all that it has started has ended',
      nearest: orphans.map(({ error }) => `threw ${sayThrown(error)}`).join('\n'),
      difference: `${topOfStack(orphans[0]?.error.stack)}\na promise is not awaited, or a callback not waited for: on Lambda the failure ends a later invocation, or is never heard of`,
    },
  );
}
