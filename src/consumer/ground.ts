import type { Socket } from 'node:net';
import { listen, type Listener } from '../embedded/door/listener.ts';
import { isAwsHost } from '../embedded/aws-host.ts';
import { openMsw } from '../embedded/door/msw.ts';
import type { Origin } from '../embedded/door/door.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import { outwardReach } from '../embedded/outward.ts';
import { standInForDate } from './dates.ts';
import { standInForEnvironment } from './environment.ts';
import { catchEscapes } from './escapes.ts';
import { isLoopback, withoutPrefix, type Address } from './guard/address.ts';
import { guard } from './guard/guard.ts';
import type { Verdict } from './guard/sockets.ts';
import { type Intrinsics, openIntrinsics } from './intrinsics.ts';
import { rememberGlobals } from './keepsake.ts';
import { Ledgers, MARK, type Ledger } from './ledger.ts';
import { markRequests } from './marking.ts';
import { overhear } from './output.ts';
import { standInForZone } from './zone.ts';

/** What all consumers of this process stand on, because a process has but one of each: a listener, a guard, an environment. */
export interface Ground {
  readonly ledgers: Ledgers;
  readonly listener: Listener;
  readonly intrinsics: Intrinsics;
  /** The environment of this process, as it is for everybody but consumers. */
  outside(): NodeJS.ProcessEnv;
  /**
   * Closes the ways out and sets up the stand-ins until the returned function is called. What belongs to no invocation goes to `stray`.
   * May be entered more than once at a time; the last to leave puts everything back. The ways out are closed to everybody, because code may
   * have lost whose it is; or, where this process serves others too, to consumers alone.
   */
  enter(stray: Ledger, how?: { readonly closesAll: boolean }): () => void;
}

// Vitest can load this module anew for each scenario (`vi.resetModules`), and a second guard on top of the first would never come off.
const KEY = Symbol.for('ecreplay.ground.3');

/** The ground of this process: laid at the first call, and then kept for its life, because what is patched is better patched once. */
export function ground(): Promise<Ground> {
  const holder = globalThis as { [KEY]?: Promise<Ground> };
  holder[KEY] ??= lay();
  return holder[KEY];
}

async function lay(): Promise<Ground> {
  const ledgers = new Ledgers();
  const intrinsics = openIntrinsics();
  const streams = new Map<string, string>();
  const strays: Ledger[] = [];
  const current = (): Ledger | undefined => ledgers.current() ?? strays.at(-1);

  function answer(request: HttpRequest, origin: Origin): Promise<HttpResponse> {
    const { [MARK]: written, ...headers } = request.headers;
    const mark = written ?? (origin.stream === undefined ? undefined : streams.get(origin.stream));
    const ledger = mark === undefined ? (ledgers.sole() ?? strays.at(-1)) : ledgers.marked(mark);
    return ledger === undefined ? Promise.resolve(NOBODY) : ledger.answer({ ...request, headers }, origin.url);
  }

  const sockets = new Set<Socket>();
  const listener = await listen(answer);
  /** Whether the ways out are closed to code that belongs to no consumer. */
  let closed = false;

  /** While consumers run nothing leaves; and what a consumer has left running never does. */
  function judge({ host, port }: Address): Verdict {
    if (isLoopback(withoutPrefix(host)) && port === listener.port) return 'ours';
    const reach = outwardReach();
    if (reach === 'anywhere' || (reach === 'machine' && isLoopback(host))) return 'pass';
    if (!closed && ledgers.inherited() === undefined) return 'pass';
    if (ledgers.current()?.stubs?.reach(host, port) === true) return 'divert';
    return isAwsHost(host) && (port === 443 || port === 80) ? 'divert' : 'refuse';
  }

  guard({
    judge,
    joined: (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    },
    refused: (address) => current()?.refused(address),
    openDiversion: () => openMsw(answer),
    isConsumer: () => outwardReach() === undefined && ledgers.current() !== undefined,
  });
  markRequests(ledgers, streams, `:${listener.port}`);

  let leaveAll: (() => void)[] = [];
  let outside = process.env;
  return {
    ledgers,
    listener,
    intrinsics,
    outside: () => outside,
    enter: (stray, { closesAll } = { closesAll: true }) => {
      if (strays.length === 0) {
        outside = process.env;
        intrinsics.remember();
        leaveAll = [
          rememberGlobals(),
          standInForZone(),
          standInForEnvironment(() => ledgers.current()?.environment),
          standInForDate(() => ledgers.inherited()?.now()),
          catchEscapes(ledgers),
          overhear(ledgers),
        ];
      }
      strays.push(stray);
      closed ||= closesAll;
      return () => {
        strays.splice(strays.indexOf(stray), 1);
        if (strays.length > 0) return;
        closed = false;
        intrinsics.mend();
        hangUp(sockets);
        for (const leave of leaveAll.toReversed()) leave();
      };
    },
  };
}

/**
 * Ends the idle connections of `node:http` clients. An agent keeps them for seconds, and with them all that it knows; hundreds of scenarios pass in
 * that time, each with clients of its own. It has to be this end: a client that learns too late of the other's end fails its next request.
 */
function hangUp(sockets: Iterable<Socket>): void {
  for (const socket of sockets) {
    if (Reflect.get(socket, '_httpMessage') === null) socket.destroy();
  }
}

/** Nobody rehearses any more, and whoever asks is a remnant of a scenario that is over. */
const NOBODY: HttpResponse = {
  status: 503,
  headers: { 'content-type': 'text/plain' },
  body: 'No consumer is rehearsed now',
};
