import type { Invocation } from '../consumer/consumer.ts';
import { isOurs, topFrame } from './frames.ts';
import type { Played } from './player.ts';
import type { Breach } from './search.ts';

/** What breaks any consumer: it throws, runs out of time, reaches for the network, or leaves something running that fails. */
export function unsound({ run }: Pick<Played, 'run'>): Breach | undefined {
  const prompted = run.arrivals.flatMap(({ delivery, invocations }) =>
    delivery.faults.includes('overlap') ? invocations.filter((one) => !isMended(one, invocations)) : invocations,
  );
  for (const invocation of [...(run.unprompted ?? []), ...prompted]) {
    const breach = failureOf(invocation) ?? refusalOf(invocation);
    if (breach !== undefined) return breach;
  }
  if (run.endless !== undefined) {
    const { consumer, operation } = run.endless;
    return {
      key: `endless ${consumer}`,
      sentence: `${consumer} sets itself off for ever: its ecr:${operation} makes an event that it is invoked with again`,
    };
  }
  const [orphan] = run.orphans ?? [];
  if (orphan !== undefined) {
    const { name, message, stack } = orphan.error;
    return {
      key: `orphan ${orphan.consumer} ${name} ${topFrame(stack)}`,
      sentence: `${orphan.consumer} leaves something running that fails with ${name}: ${firstLine(message)}`,
      evidence: framesOf(stack),
    };
  }
  const [refusal] = run.strayRefusals ?? [];
  if (refusal === undefined) return undefined;
  return {
    key: `network ${refusal.address}`,
    sentence: `a consumer tries to reach ${refusal.address} outside its invocations`,
  };
}

/** Whether it is well with the next try: to throw while another is at it, as Powertools' idempotency does, is to ask for that. */
function isMended({ outcome, refusals, requestId }: Invocation, invocations: readonly Invocation[]): boolean {
  if (outcome.kind !== 'threw' || refusals.length > 0) return false;
  return invocations.findLast((one) => one.requestId === requestId)?.outcome.kind === 'returned';
}

/** Of what the scenario itself made fail nobody is to blame; that it is then tried again is what the consumer must stand. */
function failureOf({ consumer, outcome, befell }: Invocation): Breach | undefined {
  if (outcome.kind === 'returned' || befell !== undefined) return undefined;
  if (outcome.kind === 'timed-out') {
    return {
      key: `timed out ${consumer}`,
      sentence: `${consumer} does not end within ${outcome.after} ms`,
      isSlow: true,
    };
  }
  const { name, message, stack } = outcome.error;
  return {
    key: `threw ${consumer} ${name} ${topFrame(stack) ?? firstLine(message)}`,
    sentence: `${consumer} throws ${name}: ${firstLine(message)}`,
    evidence: framesOf(stack),
  };
}

function refusalOf({ consumer, refusals }: Invocation): Breach | undefined {
  const [refusal] = refusals;
  return (
    refusal && {
      key: `network ${consumer} ${refusal.address}`,
      sentence: `${consumer} tries to reach ${refusal.address}`,
    }
  );
}

function framesOf(stack: string | undefined): readonly string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !isOurs(line))
    .slice(0, 3)
    .map((line) => line.trim().replace(/\?written=[\d.]+(?:&whole)?/, ''));
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!;
}
