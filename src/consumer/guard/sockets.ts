import { Socket } from 'node:net';
import { addressOf, isLoopback, toThisMachine, writeAddress, type Address } from './address.ts';
import { ADVICE, NetworkRefusedError } from './refused-error.ts';

type Connect = (this: Socket, ...args: unknown[]) => Socket;

/** What becomes of a connection: `ours` is to our own listener, `pass` is nobody's business. */
export type Verdict = 'pass' | 'ours' | 'divert' | 'refuse';

export interface SocketRules {
  judge(address: Address): Verdict;
  /** Told of every socket that is answered from here. */
  joined(socket: Socket): void;
  /** Told of everything that was refused, whether or not the consumer swallows the error. */
  refused(address: string): void;
  /** Patches `net.Socket.prototype.connect` with what answers diverted connections; called once, at the first of them. */
  openDiversion(): void;
}

/**
 * Stands before every connection of this process.
 *
 * msw patches the same method, and lets through what it does not take for HTTP. So it is sandwiched: the outer guard judges first (our own
 * listener's connections never touch msw, which would double their cost), and beneath msw a second one lets nothing through but the
 * connection that msw only pretends to make.
 */
export function guardSockets(rules: SocketRules): void {
  const real = connectNow();
  const entries = new WeakMap<Socket, number>();
  let diverted: Connect | undefined;

  function openDiversion(): Connect {
    Socket.prototype.connect = beneath;
    rules.openDiversion();
    const patched = connectNow();
    Socket.prototype.connect = outer;
    return patched;
  }

  function outer(this: Socket, ...args: unknown[]): Socket {
    const address = addressOf(args);
    const verdict = address === undefined ? 'pass' : rules.judge(address);
    if (address === undefined || verdict === 'pass') return real.apply(this, args);
    if (verdict === 'ours') {
      rules.joined(this);
      return real.apply(this, isLoopback(address.host) ? args : [...toThisMachine(args)]);
    }
    if (verdict === 'refuse') return refuse(this, address, rules, ADVICE);
    if (speaksOnlyHttp2(this)) {
      // msw answers no HTTP/2, and would leave the client waiting for ever.
      return refuse(this, address, rules, 'an HTTP/2 client can be answered at AWS_ENDPOINT_URL only');
    }
    diverted ??= openDiversion();
    if (!entries.has(this)) rules.joined(this);
    entries.set(this, (entries.get(this) ?? 0) + 1);
    return diverted.apply(this, args);
  }

  function beneath(this: Socket, ...args: unknown[]): Socket {
    const address = addressOf(args);
    // A socket that msw plays the server for comes round twice: once from the consumer, once from msw, with its own handle.
    if (address === undefined || (entries.get(this) ?? 0) > 1) return real.apply(this, args);
    return refuse(this, address, rules, 'only HTTP is answered there');
  }

  Socket.prototype.connect = outer;
}

/** Read without its `this`: it is called with a socket, always. */
function connectNow(): Connect {
  return Reflect.get(Socket.prototype, 'connect') as Connect;
}

function refuse(socket: Socket, address: Address, rules: SocketRules, advice: string): Socket {
  const text = writeAddress(address);
  rules.refused(text);
  const error = new NetworkRefusedError(text, advice);
  // Until the error arrives the socket has to look as any other that waits, or a write would fail first, with a lesser error.
  Reflect.set(socket, 'connecting', true);
  process.nextTick(() => socket.destroy(error));
  return socket;
}

/** By what `tls.connect` keeps of its options on the socket that it makes; `node:tls` itself need not be loaded for this. */
function speaksOnlyHttp2(socket: Socket): boolean {
  const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'connect-options');
  const options =
    symbol === undefined ? undefined : (Reflect.get(socket, symbol) as { ALPNProtocols?: unknown } | undefined);
  return (
    Array.isArray(options?.ALPNProtocols) &&
    options.ALPNProtocols.every((protocol) => protocol === 'h2') &&
    options.ALPNProtocols.length > 0
  );
}
