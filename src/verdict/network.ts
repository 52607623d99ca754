import { placeOf, type Scenario } from '../scenario/scenario.ts';
import { broken, type Finding } from './finding.ts';
import type { Hearing } from './hearing.ts';
import { sayEvent, times } from './say.ts';

/** A refused connection breaks a promise that every scenario makes, even where the consumer swallowed the refusal. */
export function judgeNetwork({ scenario, run }: Hearing): Finding[] {
  const refused = run.arrivals.flatMap(({ delivery, invocations }) =>
    invocations.flatMap(({ consumer, rule, refusals }) =>
      refusals.map(({ address }) => ({ consumer, rule, address, event: delivery.event })),
    ),
  );
  const groups = Map.groupBy(refused, ({ consumer, address }) => `${consumer} ${address}`);
  return [...groups.values()].map((group) => {
    const { consumer, address, rule, event } = group[0]!;
    return broken(
      {
        promise: 'network',
        claim: `${consumer} stays off the network`,
        place: placeOfConsumer(scenario, consumer),
      },
      {
        outcome: `it tried to reach ${address}`,
        expected: `no connection of ${consumer} leaves the rehearsal`,
        nearest: `${address}, asked for ${times(group.length)}, first with ${sayEvent(event)} by rule "${rule}"`,
        difference: `the connection was refused before anything was sent; ${adviceOn(address)}`,
      },
    );
  });
}

function adviceOn(address: string): string {
  return /\.amazonaws\.com(\.cn)?(:|$)/.test(address)
    ? 'it is an endpoint of AWS: leave the endpoint to the SDK, which finds the embedded AWS through AWS_ENDPOINT_URL'
    : 'a consumer meets only the AWS that is embedded in this process';
}

/** Where the scenario speaks of the consumer, else where it says what happens. */
function placeOfConsumer(scenario: Scenario, consumer: string): Finding['place'] {
  const index = scenario.expect.findIndex(
    (expectation) => 'consumer' in expectation && expectation.consumer === consumer,
  );
  return placeOf(scenario, index < 0 ? '/steps' : `/expect/${index}/consumer`);
}
