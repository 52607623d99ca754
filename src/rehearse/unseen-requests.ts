import type { Run } from '../replay/run.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Setup } from './setup.ts';

/** Whose HTTP requests a scenario asks about though nobody sees them: they run in processes of their own. */
export function unseenRequests(
  { expect }: Pick<Scenario, 'expect'>,
  { consumers }: Pick<Setup, 'consumers'>,
): Pick<Run, 'unseenRequests'> {
  const unseen = expect.flatMap((each) => {
    if (!('consumer' in each) || each.calls?.some((call) => 'request' in call) !== true) return [];
    const spec = consumers[each.consumer];
    return spec === undefined || 'handler' in spec ? [] : [each.consumer];
  });
  return unseen.length === 0 ? {} : { unseenRequests: unseen };
}
