import { isIP } from 'node:net';
import { isLoopback } from './address.ts';
import type { GuardRules } from './guard.ts';
import { ADVICE, NetworkRefusedError } from './refused-error.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** A question to a name server tells the network a name; so it is refused before it is asked. Names of this machine pass. */
export function refuseLookups(rules: GuardRules): void {
  const dns = process.getBuiltinModule('node:dns');
  for (const owner of [dns, dns.Resolver.prototype]) patch(owner, rules, failCallback);
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) patch(owner, rules, failPromise);
}

function patch(owner: object, rules: GuardRules, fail: (error: Error, args: readonly unknown[]) => unknown): void {
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (!/^(?:lookup|lookupService|reverse|resolve\w*)$/.test(name)) continue;
    const real = Reflect.get(owner, name) as Method;
    Reflect.set(owner, name, function asked(this: unknown, ...args: unknown[]): unknown {
      const host = typeof args[0] === 'string' ? args[0] : '';
      if (
        host === '' ||
        isLoopback(host) ||
        (name === 'lookup' && isIP(host) !== 0) ||
        rules.judge({ host, port: 53 }) === 'pass'
      ) {
        return real.apply(this, args);
      }
      rules.refused(`dns:${host}`);
      return fail(new NetworkRefusedError(`dns:${host}`, ADVICE), args);
    });
  }
}

function failCallback(error: Error, args: readonly unknown[]): unknown {
  const callback = args.at(-1);
  if (typeof callback !== 'function') throw error;
  process.nextTick(() => (callback as (error: Error) => void)(error));
  return {};
}

function failPromise(error: Error): unknown {
  return Promise.reject(error);
}
