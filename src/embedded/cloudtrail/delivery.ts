import type { Instant, Milliseconds } from '../../clock.ts';
import { fileTimeOf } from '../../cloudtrail/delivery/lateness.ts';
import { type LogFile, toLogFiles } from '../../cloudtrail/delivery/log-file.ts';
import { fitsLogGroup, logStreamName } from '../../cloudtrail/delivery/log-stream.ts';
import { fileNotice } from '../../cloudtrail/delivery/notice.ts';
import { logFileKey } from '../../cloudtrail/delivery/object-key.ts';
import type { Recorded } from '../../cloudtrail/delivery/recorded.ts';
import { type Section, sectionOf } from '../../cloudtrail/delivery/trail.ts';
import type { Random } from '../../random.ts';
import { Fault } from '../../wire/fault.ts';
import { askedByService } from '../policy/asked-by.ts';
import { refusalOf } from '../policy/permissions.ts';
import type { Scene } from '../scene.ts';
import { type Digests, openDigests } from './digests.ts';
import type { Neighbours } from './neighbours.ts';
import { fail, succeed, type TrailState } from './trail-state.ts';

/** What one trail writes: files, notices of them, digests of them, and lines of a log group. */
export interface Delivery extends Pick<Digests, 'begin' | 'end'> {
  /** Takes a record that the trail logs, and that is in CloudTrail's hands from `inHand` on. */
  take(recorded: Recorded, inHand: Instant): void;
  /** Lets go of all that is not written yet. */
  drop(): void;
}

/** Records that are written together. */
interface Pile {
  readonly section: Section;
  readonly records: { readonly recorded: Recorded; readonly inHand: Instant }[];
  readonly cancel: () => void;
}

export const CLOUDTRAIL = 'cloudtrail.amazonaws.com';
/** A file takes up to a minute from its closing to its bucket. */
const WRITING: Milliseconds = 60_000;
/** What is in hand within so long goes to a log group together. */
const LOG_INTERVAL: Milliseconds = 5_000;
/** A bucket that cannot be written to is tried again for thirty days; how often is not documented. */
const FIRST_PAUSE: Milliseconds = 60_000;
const LONGEST_PAUSE: Milliseconds = 3_600_000;
const LONGEST_TRYING: Milliseconds = 30 * 86_400_000;

const UNIQUE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Opens what a trail writes; `random` draws when files are written and what they are called. */
export function openDelivery(state: TrailState, scene: Scene, random: Random, neighbours: Neighbours): Delivery {
  const { agenda, account, permissions } = scene;
  const digests = openDigests(state, scene, neighbours);
  const piles = new Map<string, Pile>();

  function gather(kind: 'file' | 'lines', time: Instant, due: Instant, recorded: Recorded, inHand: Instant): void {
    const section = sectionOf(recorded.record);
    const name = `${kind} ${time} ${section.account} ${section.region}`;
    let pile = piles.get(name);
    if (pile === undefined) {
      const cancel = agenda.after(due - agenda.now(), () => {
        piles.delete(name);
        const records = pile!.records.toSorted((a, b) => a.inHand - b.inHand).map((each) => each.recorded);
        if (kind === 'lines') writeLines(section, records);
        else writeFiles(section, time, records);
      });
      piles.set(name, (pile = { section, records: [], cancel }));
    }
    pile.records.push({ recorded, inHand });
  }

  function writeFiles(section: Section, named: Instant, records: readonly Recorded[]): void {
    const keyOf = (): string => logFileKey(state.trail, section, named, random.text(16, UNIQUE));
    for (const file of toLogFiles(records, keyOf)) tryWriting(section, file, agenda.now(), FIRST_PAUSE);
  }

  function tryWriting(section: Section, file: LogFile, since: Instant, pause: Milliseconds): void {
    const { trail } = state;
    const now = agenda.now();
    try {
      neighbours.buckets.write(
        CLOUDTRAIL,
        trail.arn,
        { bucket: trail.bucket, key: file.key },
        {
          body: file.body,
          headers: {
            ContentType: 'application/json',
            ContentEncoding: 'gzip',
            ...(trail.kmsKeyId !== undefined && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: trail.kmsKeyId }),
          },
        },
      );
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fail(state.files, now, error.code);
      if (now + pause - since > LONGEST_TRYING) return;
      agenda.after(pause, () => tryWriting(section, file, since, Math.min(2 * pause, LONGEST_PAUSE)));
      return;
    }
    succeed(state.files, now);
    digests.wrote(section, file);
    tell(file);
  }

  /** A topic is told once, or never. */
  function tell({ key }: LogFile): void {
    const { topicArn, bucket, arn } = state.trail;
    if (topicArn === undefined) return;
    const now = agenda.now();
    const question = askedByService(CLOUDTRAIL, 'sns:Publish', topicArn, { arn, account });
    try {
      if (refusalOf(permissions, neighbours.topics.policyOf(topicArn), question) !== undefined) {
        fail(state.notices, now, 'AuthorizationError');
        return;
      }
      neighbours.topics.publish(topicArn, { message: fileNotice(bucket, key) });
      succeed(state.notices, now);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fail(state.notices, now, error.code);
    }
  }

  function writeLines(section: Section, records: readonly Recorded[]): void {
    const { logGroupArn } = state.trail;
    if (logGroupArn === undefined) return;
    const now = agenda.now();
    try {
      const { name } = neighbours.logGroups.find(logGroupArn);
      // A line has the time of its delivery: that of the event is in the record (real, captured against AWS).
      const lines = records.map(({ text }) => ({ timestamp: now, message: text }));
      neighbours.logGroups.put(name, logStreamName(state.trail, section), lines);
      succeed(state.logEvents, now);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fail(state.logEvents, now, error.code);
    }
  }

  return {
    begin: () => digests.begin(),
    end: () => digests.end(),
    take: (recorded, inHand) => {
      const named = fileTimeOf(inHand);
      gather('file', named, named + random.integer(0, WRITING), recorded, inHand);
      if (state.trail.logGroupArn === undefined || !fitsLogGroup(recorded)) return;
      const due = Math.ceil(inHand / LOG_INTERVAL) * LOG_INTERVAL;
      gather('lines', due, due, recorded, inHand);
    },
    drop: () => {
      for (const { cancel } of piles.values()) cancel();
      piles.clear();
    },
  };
}
