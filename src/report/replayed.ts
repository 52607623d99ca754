import type { Replayed } from '../replay/replayed.ts';
import { plain } from './plain.ts';
import { wrapped } from './wrap.ts';

const WIDTH = 80;
const INDENT = ' '.repeat(10);

/** Whether consumers did what is promised of all of them: none failed, nothing was given up on, nobody left the rehearsal. */
export function isKept({ failures, refusals, deadLetters = [] }: Replayed): boolean {
  return failures.length === 0 && refusals.length === 0 && deadLetters.length === 0;
}

/** A replay for a reader: how fast it went, what consumers did, and all that is broken last, where a terminal stops scrolling. */
export function showReplayed(replayed: Replayed, recording: string): string {
  const { bus, cannot, consumers, unheard, enveloped } = replayed;
  const lines = [sayPace(replayed)];
  if (enveloped > 0)
    lines.push(
      `  ${enveloped} were records without an event of theirs in the recording: delivered as EventBridge would bring them`,
    );
  for (const [name, { invoked, returned, threw, timedOut }] of Object.entries(consumers)) {
    const failed = [threw > 0 ? `${threw} threw` : '', timedOut > 0 ? `${timedOut} ran out of time` : ''];
    lines.push(
      `  ${name}  invoked ${times(invoked)}: ${[`${returned} returned`, ...failed.filter((one) => one !== '')].join(', ')}`,
    );
  }
  if (Object.keys(consumers).length === 0)
    lines.push(`  no consumer was invoked: ${replayed.matched} of ${replayed.delivered} deliveries matched a rule`);
  for (const [name, why] of Object.entries(unheard))
    lines.push(`  not checked  of ${name} nothing is known: it ${why}`);
  for (const reason of Object.values(cannot))
    lines.push(wrapped(`  limit   the ${bus} bus ${reason}`, { width: WIDTH, hang: INDENT }));
  return [...lines, ...showBroken(replayed, recording)].join('\n');
}

function sayPace({ bus, wanted, delivered, took, wantedRate, reachedRate, late, isInterrupted }: Replayed): string {
  const rates = `${rate(reachedRate)} a second${wantedRate === undefined ? '' : `, ${rate(wantedRate)} wanted`}`;
  const lateness = late === undefined ? '' : `; 99 in 100 at most ${Number(late.p99.toFixed(2))} ms late`;
  const ended = isInterrupted ? 'Interrupted: ' : '';
  return `${ended}${delivered} deliveries of ${wanted} events on the ${bus} bus in ${(took / 1_000).toFixed(2)} s: ${rates}${lateness}`;
}

function showBroken({ failures, otherFailures, refusals, deadLetters = [] }: Replayed, recording: string): string[] {
  const lines: string[] = [];
  for (const { consumer, error, message, frame, times: often, eventId, rule } of failures) {
    lines.push(
      wrapped(`  BROKEN  ${consumer} failed ${times(often)} with ${error}: ${message}`, { width: WIDTH, hang: INDENT }),
    );
    if (frame !== undefined) lines.push(`${INDENT}at ${frame}`);
    if (eventId === '') continue;
    lines.push(`${INDENT}first with event ${eventId}${rule === '' ? '' : ` by rule ${rule}`}`);
    lines.push(`${INDENT}keep it: npx ecreplay scenario ${recording} --around ${eventId} --fails ${consumer}`);
  }
  if (otherFailures > 0) lines.push(`  BROKEN  consumers failed ${times(otherFailures)} in yet other ways`);
  for (const { consumer, address, times: often } of refusals)
    lines.push(
      `  BROKEN  ${consumer === '' ? 'a consumer' : consumer} tried to reach ${address} ${times(often)}, which was refused`,
    );
  const queues = Map.groupBy(deadLetters, ({ queue }) => queue);
  for (const [queue, letters] of queues) {
    const codes = [...new Set(letters.map(({ attributes }) => attributes['ERROR_CODE'] ?? attributes['ErrorCode']))];
    const why = codes.filter((code) => code !== undefined).join(', ');
    lines.push(
      `  BROKEN  ${letters.length} dead letter${letters.length === 1 ? ' lies' : 's lie'} in "${queue}"${why === '' ? '' : `: ${why}`}`,
    );
  }
  return lines;
}

/** A replay for programs. */
export function replayedJson(replayed: Replayed, recording: string): string {
  const problems = replayed.problems.map(({ code, message }) => ({ code, message }));
  const unclosed = replayed.unclosed.map(({ code, message }) => ({ code, message }));
  return JSON.stringify(plain({ recording, kept: isKept(replayed), ...replayed, problems, unclosed }), undefined, 2);
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function rate(perSecond: number): string {
  return String(Number(perSecond.toFixed(perSecond < 100 ? 1 : 0)));
}
