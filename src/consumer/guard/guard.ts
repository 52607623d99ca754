import { refuseDatagrams } from './datagrams.ts';
import { refuseLookups } from './lookups.ts';
import { refuseProcesses } from './processes.ts';
import { guardSockets, type SocketRules } from './sockets.ts';

/** Who decides what may leave. */
export interface GuardRules extends SocketRules {
  /** Whether the code running now belongs to a consumer, and not to the tool around it. */
  isConsumer(): boolean;
}

/**
 * Closes every way out of this process that Node itself offers, once and for all; the rules say for whom.
 *
 * What it cannot see: native add-ons with sockets of their own, and `process.binding`.
 */
export function guard(rules: GuardRules): void {
  guardSockets(rules);
  refuseLookups(rules);
  refuseDatagrams(rules);
  refuseProcesses(rules);
  // `import { lookup } from 'node:dns'` reads a copy that is only renewed on demand.
  process.getBuiltinModule('node:module').syncBuiltinESMExports();
}
