import { isLoopback, writeAddress } from './address.ts';
import type { GuardRules } from './guard.ts';
import { ADVICE, NetworkRefusedError } from './refused-error.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Datagrams go where their arguments say, without a connection. Those to this machine (X-Ray's and StatsD's daemons) harm nobody. */
export function refuseDatagrams(rules: GuardRules): void {
  const { Socket } = process.getBuiltinModule('node:dgram');
  for (const name of ['send', 'connect'] as const) {
    const real = Socket.prototype[name] as Method;
    Reflect.set(Socket.prototype, name, function sent(this: unknown, ...args: unknown[]): unknown {
      const address = name === 'connect' ? connectAddress(args) : sendAddress(args);
      if (address === undefined || isLoopback(address.host) || rules.judge(address) === 'pass')
        return real.apply(this, args);
      const text = `udp:${writeAddress(address)}`;
      rules.refused(text);
      const error = new NetworkRefusedError(text, ADVICE);
      const callback = args.at(-1);
      if (typeof callback !== 'function') throw error;
      process.nextTick(() => (callback as (error: Error) => void)(error));
      return undefined;
    });
  }
}

interface Destination {
  readonly host: string;
  readonly port: number;
}

/** `(port, address?, callback?)`; without an address it is this machine. */
function connectAddress([port, host]: readonly unknown[]): Destination | undefined {
  return typeof host === 'string' ? { host, port: Number(port) } : undefined;
}

/** `(msg, offset?, length?, port?, address?, callback?)`: the address is the only text after the message. */
function sendAddress(args: readonly unknown[]): Destination | undefined {
  const at = args.findIndex((arg, index) => index > 0 && typeof arg === 'string');
  return at === -1 ? undefined : { host: args[at] as string, port: Number(args[at - 1]) };
}
