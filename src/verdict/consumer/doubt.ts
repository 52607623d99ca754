import { rulePattern } from '../../rule/compile.ts';
import { ruleSees } from '../../rule/sees.ts';
import type { Finding } from '../finding.ts';
import { unchecked } from '../finding.ts';
import type { Hearing } from '../hearing.ts';
import type { Call } from './invoked.ts';

/** What is promised of a consumer, by the members of its expectation. */
export type Member = 'invoked' | 'returned' | 'threw' | 'calls' | 'within';

/** Members of an event that a bus may lose, by what it then says that it cannot do. */
const MEMBERS = {
  'event-source': 'source',
  'event-id': 'id',
  'event-account': 'account',
  'event-region': 'region',
  'event-time': 'time',
} as const;

/** What depends on something that the bus cannot do is neither kept nor broken: it is not checked, and says why. */
export function withDoubt(
  finding: Finding,
  member: Member,
  consumer: string,
  made: readonly Call[],
  hearing: Hearing,
): Finding {
  const { bus, cannot } = hearing.run;
  // More calls could come of Lambda's retries, and mend nothing that every call has to be.
  const isSettled = finding.kind === 'broken' && (member === 'returned' || member === 'threw' || member === 'within');
  const reason =
    stateDoubt(consumer, hearing) ??
    misledDoubt(consumer, hearing) ??
    unheardDoubt(consumer, hearing) ??
    unseenDoubt(member, consumer, hearing) ??
    lostDoubt(member, consumer, hearing) ??
    (isSettled || !made.some(({ invocation }) => invocation.outcome.kind !== 'returned') ? undefined : cannot['retry']);
  return reason === undefined ? finding : unchecked(finding, `the ${bus} bus ${reason}`);
}

/** The bus shows a rule what its state hides from it, and the pattern matches that. */
function stateDoubt(consumer: string, { run, rules }: Hearing): string | undefined {
  const reason = run.cannot['rule-state'];
  if (reason === undefined) return undefined;
  const isShown = targeting(consumer, rules).some((rule) => {
    const pattern = rulePattern(rule);
    return run.arrivals.some(({ delivery }) => !ruleSees(rule, delivery) && pattern.matches(delivery.event));
  });
  return isShown ? reason : undefined;
}

function misledDoubt(consumer: string, { run }: Hearing): string | undefined {
  const isMisled = run.arrivals.some(({ misled = [] }) => misled.includes(consumer));
  if (!isMisled) return undefined;
  return run.cannot['input-transformer'] ?? 'has given it something else than AWS gives';
}

/** Nobody can say what a consumer does of which nothing is heard. */
function unheardDoubt(consumer: string, { run }: Hearing): string | undefined {
  const told = run.arrivals.find(({ unheard = {} }) => Object.hasOwn(unheard, consumer));
  return told?.unheard?.[consumer];
}

/** What runs in an account keeps to itself what it returns and calls. */
function unseenDoubt(member: Member, consumer: string, { run }: Hearing): string | undefined {
  if (member !== 'returned' && member !== 'calls') return undefined;
  const isUnseen = run.arrivals.some(({ unseen = [] }) => unseen.includes(consumer));
  return isUnseen
    ? 'has it run in the account, where neither what it returns nor what it calls can be seen'
    : undefined;
}

/** A rule may go by what is lost, and so may a handler. */
function lostDoubt(member: Member, consumer: string, { run, rules }: Hearing): string | undefined {
  const lost = Object.entries(MEMBERS).filter(([fidelity]) => run.cannot[fidelity] !== undefined);
  const [first] = lost;
  if (first === undefined || member === 'within') return undefined;
  if (member !== 'invoked') return run.cannot[first[0]];
  const patterns = targeting(consumer, rules).map(({ pattern }) =>
    typeof pattern === 'string' ? (JSON.parse(pattern) as object) : pattern,
  );
  const found = lost.find(([, name]) => patterns.some((pattern) => Object.hasOwn(pattern, name)));
  return found === undefined ? undefined : run.cannot[found[0]];
}

function targeting(consumer: string, rules: Hearing['rules']): Hearing['rules'] {
  return rules.filter(({ targets }) => targets.some((target) => target.consumer === consumer));
}
