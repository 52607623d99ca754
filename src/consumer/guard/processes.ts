import type { GuardRules } from './guard.ts';
import { NetworkRefusedError } from './refused-error.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

const ADVICE = 'another process or thread would not be guarded, so a consumer starts none';

/** Another process or thread has a network of its own that nobody guards: a consumer may start neither. */
export function refuseProcesses(rules: GuardRules): void {
  const processes = process.getBuiltinModule('node:child_process');
  // exec, execFile, fork and spawn, and their promise forms, all come down to this one.
  patch(
    processes.ChildProcess.prototype,
    'spawn',
    rules,
    ([options]) => (options as { file?: unknown } | undefined)?.file,
  );
  for (const name of ['execFileSync', 'execSync', 'spawnSync']) patch(processes, name, rules, ([command]) => command);
  const threads = process.getBuiltinModule('node:worker_threads');
  threads.Worker = new Proxy(threads.Worker, {
    construct(Real, args: [string | URL], target): object {
      refuseFor(rules, `thread:${String(args[0])}`);
      return Reflect.construct(Real, args, target) as object;
    },
  });
}

function patch(owner: object, name: string, rules: GuardRules, what: (args: readonly unknown[]) => unknown): void {
  const real = Reflect.get(owner, name) as Method;
  Reflect.set(owner, name, function started(this: unknown, ...args: unknown[]): unknown {
    refuseFor(rules, `process:${String(what(args))}`);
    return real.apply(this, args);
  });
}

function refuseFor(rules: GuardRules, what: string): void {
  if (!rules.isConsumer()) return;
  rules.refused(what);
  throw new NetworkRefusedError(what, ADVICE);
}
