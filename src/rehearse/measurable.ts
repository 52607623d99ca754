import type { Milliseconds } from '../clock.ts';
import { Problem, Problems } from '../problem.ts';
import { toMilliseconds } from '../scenario/duration.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';

/**
 * Between two deliveries less cannot be told apart on a bus beyond this process: what one of them takes there would be charged to the
 * next.
 */
const RESOLUTION: Milliseconds = 20;

/** Faults that only this process can do: it alone sees the calls of its consumers, and when each is invoked. */
const INSIDE = ['overlap', 'fail', 'crash'];

/** Throws `Problems` for each fault that a bus beyond this process cannot do. */
export function refuseUndoable(scenario: Scenario, bus: string): void {
  const problems = scenario.delivery.faults.flatMap((fault, index) => {
    const [name = ''] = Object.keys(fault);
    if (!INSIDE.includes(name)) return [];
    const place = placeOf(scenario, `/delivery/faults/${index}`);
    return [
      new Problem(
        'SCENARIO_WRONG_VALUE',
        `Cannot deliver on the bus "${bus}" what fault ${index + 1} says: "${name}" needs the embedded bus, where each AWS call of a consumer is seen`,
        { place },
      ),
    ];
  });
  if (problems.length > 0) throw new Problems(problems);
}

/** Throws `Problems` for each `within` that is over, at this speed, before anything could be measured. */
export function refuseUnmeasurable(scenario: Scenario, speed: number): void {
  const least = speed * RESOLUTION;
  const problems = scenario.expect.flatMap((expectation, index) => {
    if (!('consumer' in expectation) || expectation.within === undefined) return [];
    const within = toMilliseconds(expectation.within);
    if (within >= least) return [];
    const place = placeOf(scenario, `/expect/${index}/within`);
    return [
      new Problem(
        'SCENARIO_WRONG_VALUE',
        `Cannot measure "within: ${expectation.within}" at speed ${speed}: it is ${Number((within / speed).toFixed(1))} ms there, and less than ${RESOLUTION} ms cannot be told apart, wanted ${mended(within)}`,
        { place },
      ),
    ];
  });
  if (problems.length > 0) throw new Problems(problems);
}

/** What would do: a speed, or where none of them helps a longer time. */
function mended(within: Milliseconds): string {
  if (within < RESOLUTION) return `"within: ${RESOLUTION}ms" or more, at "--speed 1"`;
  return `"--speed ${Math.floor(within / RESOLUTION)}" or less`;
}
