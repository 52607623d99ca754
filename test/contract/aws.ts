import { describe, expect, test } from 'vitest';
import { ARCHIVES } from './aws/archives.ts';
import { BUSES } from './aws/buses.ts';
import { DESTINATIONS } from './aws/destinations.ts';
import { EVENT_SOURCES } from './aws/event-sources.ts';
import { INPUTS } from './aws/inputs.ts';
import { KINESIS } from './aws/kinesis.ts';
import { LAMBDA } from './aws/lambda.ts';
import { LOGS } from './aws/logs.ts';
import { PATTERNS } from './aws/patterns.ts';
import type { Place, Promises } from './aws/place.ts';
import { PUT_EVENTS } from './aws/put-events.ts';
import { RULES } from './aws/rules.ts';
import { SFN } from './aws/sfn.ts';
import { SHARDS } from './aws/shards.ts';
import { SNS } from './aws/sns.ts';
import { SQS } from './aws/sqs.ts';
import { COMMANDS, PARAMETERS } from './aws/ssm.ts';
import { TARGETS } from './aws/targets.ts';
import { TOKENS } from './aws/tokens.ts';

/** All that is promised, by the service that promises it. */
const PROMISES: Readonly<Record<string, Promises>> = {
  events: { ...BUSES, ...PUT_EVENTS, ...PATTERNS, ...RULES, ...INPUTS, ...TARGETS, ...ARCHIVES, ...DESTINATIONS },
  logs: LOGS,
  kinesis: { ...KINESIS, ...SHARDS },
  lambda: { ...LAMBDA, ...EVENT_SOURCES },
  sfn: { ...SFN, ...TOKENS },
  sns: SNS,
  sqs: SQS,
  parameters: PARAMETERS,
  'run command': COMMANDS,
};

/** Holds a place to what AWS promises, with AWS's own clients. What it is known to do differently must still differ. */
export function keepsThePromisesOfAws({ absent, lacks, deviations, open }: Place): void {
  describe.each(Object.entries(PROMISES))('%s', (service, promises) => {
    test.concurrent.for(Object.entries(promises))('%s', { timeout: 30_000 }, async ([promise, keep], { skip }) => {
      const lacking = absent ?? lacks[service];
      skip(lacking !== undefined, lacking);
      await using aws = await open();
      const deviation = deviations[`${service}: ${promise}`];
      if (deviation === undefined) await keep(aws);
      else
        await expect(keep(aws), `keeps again what it was known to break: ${deviation}`).rejects.toBeInstanceOf(Error);
    });
  });

  test('every known deviation is from a promise that is made', () => {
    const made = Object.entries(PROMISES).flatMap(([service, promises]) =>
      Object.keys(promises).map((promise) => `${service}: ${promise}`),
    );
    expect(made).toEqual(expect.arrayContaining(Object.keys(deviations)));
  });
}
