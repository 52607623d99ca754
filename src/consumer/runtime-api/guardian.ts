import type { Writable } from 'node:stream';
import { callOutward } from '../../embedded/outward.ts';

/** Whoever ends process groups, also when this process is killed before it can. */
export interface Guardian {
  /** From here on the group ends when this process does. */
  keep(group: number): void;
  /** Ends what there is of the group at once. */
  kill(group: number): void;
}

/**
 * A shell that reads from a pipe which closes with this process, however that ends: by an interruption, a signal that nobody can catch, or the
 * end of the thread alone. It ignores what a terminal sends to all.
 */
const SCRIPT = `trap '' HUP INT QUIT TERM
kept=' '
while read -r word group; do
  case $word in
    keep) kept="$kept$group " ;;
    kill)
      kill -KILL "-$group" 2>/dev/null
      case $kept in
        *" $group "*) kept="\${kept%% $group *} \${kept#* $group }" ;;
      esac
      ;;
  esac
done
for group in $kept; do kill -KILL "-$group" 2>/dev/null; done`;

// Modules can be loaded anew for each scenario, and one guardian does for all of a thread.
const KEY = Symbol.for('ecreplay.guardian.1');

/** The guardian of this thread, which is started when it is first asked for. */
export function guardian(): Guardian {
  const holder = globalThis as { [KEY]?: Guardian };
  return (holder[KEY] ??= start(() => (holder[KEY] = undefined as never)));
}

function start(gone: () => void): Guardian {
  const { spawn } = process.getBuiltinModule('node:child_process');
  // In a group of its own, so that it outlives what is sent to ours.
  const shell = callOutward(() =>
    spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] }),
  );
  const orders: Writable = shell.stdin;
  shell.unref();
  // A pipe is a socket, and keeps the process alive like one.
  Reflect.apply(Reflect.get(orders, 'unref') as () => void, orders, []);
  shell.on('error', gone).on('exit', gone);
  orders.on('error', gone);
  return {
    keep: (group) => void orders.write(`keep ${group}\n`),
    kill: (group) => void orders.write(`kill ${group}\n`),
  };
}
