import type { Invocation, Refusal } from '../consumer/consumer.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';
import { sayInvoker } from './consumer/invoked.ts';
import { placeOfConsumer } from './consumer/place.ts';
import { broken, type Finding } from './finding.ts';
import type { Hearing } from './hearing.ts';
import { sayEvent, times } from './say.ts';

/** A refused connection breaks a promise that every scenario makes, even where the consumer swallowed the refusal. */
export function judgeNetwork({ scenario, run }: Hearing): Finding[] {
  const refused = [
    ...(run.unprompted ?? []).map((invocation) => ({ invocation, by: '' })),
    ...run.arrivals.flatMap(({ delivery: { event }, invocations }) =>
      invocations.map((invocation) => ({ invocation, by: `with ${sayEvent(event)} ` })),
    ),
  ].flatMap((call) => call.invocation.refusals.map(({ address }) => ({ ...call, address })));
  const groups = Map.groupBy(refused, ({ invocation: { consumer }, address }) => `${consumer} ${address}`);
  const findings = [...groups.values()].map((group) => {
    const { invocation, address, by } = group[0]!;
    const { consumer } = invocation;
    return broken(
      {
        promise: 'network',
        topic: 'network',
        claim: `${consumer} stays off the network`,
        place: placeOfConsumer(scenario, consumer),
      },
      {
        outcome: `it tried to ${doing(address)}`,
        expected: `no connection of ${consumer} leaves the rehearsal`,
        nearest: `${address}, asked for ${times(group.length)}, first ${by}by ${sayInvoker(invocation)}`,
        difference: `the connection was refused before anything was sent; ${adviceOnRequest(group, address) ?? adviceOn(address)}`,
        about: invocation.requestId,
      },
    );
  });
  return [...findings, ...judgeStray(scenario, run.strayRefusals ?? [])];
}

/** What nobody's invocation has done: which consumer it was cannot be told any more. */
function judgeStray(scenario: Scenario, refusals: readonly Refusal[]): Finding[] {
  const groups = Map.groupBy(refusals, ({ address }) => address);
  return [...groups].map(([address, group]) =>
    broken(
      {
        promise: 'network',
        topic: 'network',
        claim: 'consumers stay off the network',
        place: placeOf(scenario, '/steps'),
      },
      {
        outcome: `one tried to ${doing(address)} outside its invocations`,
        expected: 'no connection of a consumer leaves the rehearsal',
        nearest: `${address}, asked for ${times(group.length)}, as a module was imported or by what an invocation left running`,
        difference: `the connection was refused before anything was sent; ${adviceOn(address)}`,
      },
    ),
  );
}

/** A process or thread is started, where anything else is reached. */
function doing(address: string): string {
  const [, kind, what] = /^(process|thread):(.*)$/s.exec(address) ?? [];
  return kind === undefined ? `reach ${address}` : `start the ${kind} ${what}`;
}

/** What would answer it, where it is known what was asked. */
function adviceOnRequest(group: readonly { readonly invocation: Invocation }[], address: string): string | undefined {
  const request = group
    .flatMap(({ invocation: { requests = [] } }) => requests)
    .find(({ url, refused }) => refused === true && addressOf(url) === address);
  if (request === undefined) return undefined;
  const [url] = request.url.split('?');
  return `\`answers: { "${request.method} ${url}": { status: 200 } }\` of the consumer would answer it in this process`;
}

function addressOf(text: string): string {
  const { hostname, port, protocol } = new URL(text);
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}

function adviceOn(address: string): string {
  return /\.amazonaws\.com(\.cn)?(:|$)/.test(address)
    ? 'it is an endpoint of AWS: leave the endpoint to the SDK, which finds the embedded AWS through AWS_ENDPOINT_URL'
    : 'a consumer meets only the AWS that is embedded in this process, and what its `answers` say of HTTP requests';
}
