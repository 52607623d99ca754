import { Problem } from '../../problem.ts';
import { remoteProblem } from '../remote/failure.ts';
import { putEvents, type Sending } from '../remote/put-events.ts';
import { memberOf } from './member-of.ts';
import type { Stage } from './stage.ts';

/** Events of ours, sent after others to learn that the bus has come so far. */
export interface Sentinels {
  /** Sends one, and waits until it is back. */
  pass(): Promise<void>;
  /** Takes what has come of observed rules, and tells whether anything has. */
  read(): Promise<boolean>;
}

/** How long a sentinel may take before the bus counts as lost, in seconds. */
const PATIENCE = 20;

/** Opens the mailbox where sentinels come back, and which is told what observed rules match: `noted` hears of that. */
export function openSentinels(
  { control, mailbox, rules }: Stage,
  sending: Sending,
  endpoint: string,
  noted: (rule: string, id: unknown) => void,
): Sentinels {
  const names = new Set(rules.map(({ rule }) => rule.name));
  let sent = 0;

  async function take(seconds: number): Promise<{ readonly back: number; readonly many: number }> {
    const messages = await mailbox.take(seconds);
    let back = 0;
    for (const { Body = '' } of messages) {
      const rule = memberOf(Body, 'rule');
      if (typeof rule === 'string' && names.has(rule)) noted(rule, memberOf(Body, 'id'));
      else back = Math.max(back, Number(memberOf(memberOf(Body, 'detail'), 'number')) || 0);
    }
    return { back, many: messages.length };
  }

  return {
    pass: async () => {
      sent += 1;
      const number = sent;
      const Entry = {
        EventBusName: control,
        Source: 'ecreplay',
        DetailType: 'ecreplay sentinel',
        Detail: JSON.stringify({ number }),
      };
      const [fate] = await putEvents([Entry], sending);
      if (fate !== undefined && 'error' in fate) throw remoteProblem('deliver all events', fate.error, endpoint);
      for (let tries = 0; tries < PATIENCE; tries += 1) {
        if ((await take(1)).back >= number) return;
      }
      throw new Problem(
        'ENVIRONMENT_MISSING',
        `Cannot go on: the bus at ${endpoint} has delivered nothing for ${PATIENCE} s`,
      );
    },
    read: async () => (await take(1)).many > 0,
  };
}
