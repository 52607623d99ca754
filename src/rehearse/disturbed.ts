import { Problem } from '../problem.ts';
import type { Random } from '../random.ts';
import type { FaultInput } from '../scenario/fault.ts';
import { disturb, toFaults } from '../timeline/fault/faults.ts';
import { faultFlow, isOfEach } from '../timeline/fault/flow.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** What has to be held at once for faults that look at several deliveries: some hundreds of megabytes. */
const MOST_HELD = 200_000;

/** Lets faults happen to deliveries of which there may be more than can be held; throws a `Problem` where these faults need all of them. */
export async function* disturbed(
  parts: AsyncIterable<Timeline>,
  faults: readonly FaultInput[],
  random: Random,
  count: number,
): AsyncGenerator<Timeline, void, undefined> {
  if (faults.every(isOfEach)) {
    const flow = faultFlow(faults, random);
    for await (const part of parts) yield flow.next(part);
    yield flow.end();
    return;
  }
  if (count > MOST_HELD) {
    const name = Object.keys(faults.find((fault) => !isOfEach(fault))!).join();
    throw new Problem(
      'USAGE',
      `Cannot let "${name}" happen to ${count} deliveries: it looks at all of them at once, and ${MOST_HELD} are the most, wanted --from and --to`,
    );
  }
  const all: Timeline[] = [];
  for await (const part of parts) all.push(part);
  yield disturb(all.flat(), toFaults(faults), random);
}
