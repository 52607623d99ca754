import type { Setup } from '../../rehearse/setup.ts';
import { unknownConsumer } from '../../rule/unknown-consumer.ts';
import { openServer } from '../../serve/open-server.ts';
import { invocationObserver } from '../observe/invocations.ts';
import { localKeyring } from '../publish/keyring.ts';
import type { OpenTarget } from './target.ts';

/** What the embedded AWS of a run is. */
export interface Embedding {
  readonly setup: Setup;
  /** The consumer that is sent every event, whatever the rules of the configuration say. */
  readonly only?: string;
  readonly account: string;
  readonly region: string;
  readonly seed: number | string;
  /** Told of what goes wrong, one line each. */
  readonly tell: (line: string) => void;
}

/**
 * The embedded AWS in this process, by the real clock, behind a port of this machine: what is sent there comes the way that it would come
 * from elsewhere, and takes sources that begin with `aws.`, as AWS's own services may send them.
 */
export async function openEmbedded({ setup, only, account, region, seed, tell }: Embedding): Promise<OpenTarget> {
  const { rules, consumers } = only === undefined ? setup : alone(setup, only);
  const observer = invocationObserver(Object.keys(consumers).length);
  const server = await openServer({
    setup: { ...setup, rules, consumers },
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock: 'real',
    takesSourcesOfAws: true,
    account,
    region,
    seed,
    tell,
    watch: observer.watching,
  });
  server.estate.eventBridge.buses.listen({
    ended: ({ arrival }, { kind }) => {
      if (kind === 'dead-lettered') observer.deadLettered(arrival.text);
    },
  });
  return {
    keyring: { ...localKeyring(`${server.url}/`, account, {}) },
    region,
    observers: [observer],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A configuration with one consumer, that is given everything. */
function alone({ consumers }: Setup, name: string): Pick<Setup, 'rules' | 'consumers'> {
  const spec = consumers[name];
  if (spec === undefined) throw unknownConsumer('Cannot send to it', name, Object.keys(consumers), undefined);
  const target = 'queue' in spec ? { queue: spec.queue } : { consumer: name };
  return { consumers: { [name]: spec }, rules: [{ name: 'load', pattern: { version: ['0'] }, targets: [target] }] };
}
