import { createHash } from 'node:crypto';
import type { Wording } from '../event/wording.ts';
import type { Plan } from '../plan/plan.ts';

/** SHA-256 of everything that a schedule, its events and its judgement come from: shards of one plan have the same. */
export function planDigest({ phases, seed, target, thresholds, settle }: Plan, wording: Wording): string {
  const told = {
    phases: phases.map((phase) => (phase.kind === 'recording' ? { ...phase, gaps: [...phase.gaps] } : phase)),
    seed,
    target,
    thresholds: thresholds.map(({ text }) => text),
    settle,
    wording,
  };
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

/** A target in a few words, for whoever reads a result. */
export function sayTarget(target: Plan['target']): string {
  switch (target.kind) {
    case 'bus':
      return `the ${target.bus.kind} bus`;
    case 'endpoint':
      return `the bus "${target.eventBus}" at ${withoutSecrets(target.url)}`;
    case 'aws':
      return `the bus "${target.eventBus}" of ${target.account} in ${target.region}`;
    case 'consumer':
      return `the consumer "${target.name}"`;
  }
}

/** Results are handed around; what somebody wrote into an address to get in is not. */
function withoutSecrets(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href.replace(/\/$/, '');
}
