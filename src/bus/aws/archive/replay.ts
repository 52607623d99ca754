import type { Milliseconds } from '../../../clock.ts';
import { Problem } from '../../../problem.ts';
import { remoteProblem } from '../../remote/failure.ts';
import { sendOnce } from '../send-once.ts';
import type { AwsStage } from '../stage.ts';
import type { Archived } from './archived.ts';

/** A replay that goes on at EventBridge. */
export interface Replay {
  /** Asks how it stands, not too often; tells whether it is through. */
  isOver(): Promise<boolean>;
}

const FIRST_PAUSE: Milliseconds = 25;
const LONGEST_PAUSE: Milliseconds = 5_000;
const OVER = new Set(['COMPLETED', 'CANCELLED', 'FAILED']);

/** Starts a replay of a window, through these rules alone. */
export async function startReplay(
  ReplayName: string,
  { arn, bus }: Archived,
  { from, to }: Pick<Archived, 'from' | 'to'>,
  FilterArns: readonly string[],
  stage: AwsStage,
): Promise<Replay> {
  const { clients, holdings, clock, spec } = stage;
  const wish = {
    ReplayName,
    EventSourceArn: arn,
    EventStartTime: from,
    EventEndTime: to,
    Destination: { Arn: bus.arn, FilterArns: [...FilterArns] },
  };
  const attempt = `start the replay "${ReplayName}"`;
  await holdings.make({ kind: 'replay', name: ReplayName }, async () => {
    const client = await clients.open('eventbridge', { once: true });
    await sendOnce(attempt, () => client.startReplay(wish), stage);
  });
  let pause = FIRST_PAUSE;
  return {
    isOver: async () => {
      await clock.sleep(pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
      try {
        const events = await clients.open('eventbridge');
        const { State = '', StateReason = '' } = await events.describeReplay({ ReplayName });
        if (State === 'FAILED') {
          throw new Problem('ENVIRONMENT_MISSING', `Cannot ${attempt}: it has failed, ${StateReason}`);
        }
        return OVER.has(State);
      } catch (error) {
        throw remoteProblem(`follow the replay "${ReplayName}"`, error, spec.endpoint);
      }
    },
  };
}
