import type { Instant, Milliseconds } from '../../clock.ts';
import { type Digest, SIGNATURE_ALGORITHM, toDigest } from '../../cloudtrail/delivery/digest.ts';
import type { LogFile } from '../../cloudtrail/delivery/log-file.ts';
import { digestKey } from '../../cloudtrail/delivery/object-key.ts';
import type { Section } from '../../cloudtrail/delivery/trail.ts';
import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import { signingKey } from '../sns/signing/key.ts';
import type { Neighbours } from './neighbours.ts';
import { fail, succeed, type TrailState } from './trail-state.ts';

/** The digests that one trail writes, hour by hour, for each account and Region that it has files of. */
export interface Digests {
  /** Notes a file, which the digest of this hour will name. */
  wrote(section: Section, file: LogFile): void;
  /** Begins chains: from here on files are noted. Once begun, nothing. */
  begin(): void;
  /** Ends all chains with a digest of what is left. */
  end(): void;
}

/** The digests of one account and Region, each of which names the one before it. */
interface Chain {
  readonly section: Section;
  files: LogFile[];
  last: Digest | undefined;
  /** The end of the last digest's hour. */
  from: Instant;
}

const HOUR: Milliseconds = 3_600_000;

/** Writes digests for a trail, while it validates. */
export function openDigests(state: TrailState, scene: Scene, neighbours: Neighbours): Digests {
  const { agenda } = scene;
  const chains = new Map<string, Chain>();
  let cancel: (() => void) | undefined;
  let hourBegan: Instant = 0;

  function chainOf(section: Section): Chain {
    const name = `${section.account} ${section.region}`;
    let chain = chains.get(name);
    if (chain === undefined) chains.set(name, (chain = { section, files: [], last: undefined, from: hourBegan }));
    return chain;
  }

  function write(chain: Chain, end: Instant): void {
    const { trail } = state;
    const { section, files, from, last: previous } = chain;
    const key = digestKey(trail, section, end);
    const hour = { account: section.account, bucket: trail.bucket, key, start: from, end, files, previous };
    const digest = toDigest(hour, signingKey());
    try {
      neighbours.buckets.write('cloudtrail.amazonaws.com', trail.arn, digest, {
        body: digest.body,
        headers: {
          ContentType: 'application/json',
          ContentEncoding: 'gzip',
          ...(trail.kmsKeyId !== undefined && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: trail.kmsKeyId }),
        },
        metadata: { signature: digest.signature, 'signature-algorithm': SIGNATURE_ALGORITHM },
      });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      fail(state.digests, agenda.now(), error.code);
      // The next one tells of both hours.
      return;
    }
    succeed(state.digests, agenda.now());
    chain.files = [];
    chain.last = digest;
    chain.from = end;
  }

  /** An hour is told of also when nothing happened in it; but past the end of a scenario only while there are files to tell of. */
  function tick(): void {
    do hourBegan += HOUR;
    while (hourBegan + HOUR <= agenda.now());
    const isOver = scene.chronicle !== undefined && hourBegan > scene.chronicle.ended + HOUR;
    for (const chain of chains.values()) if (!isOver || chain.files.length > 0) write(chain, hourBegan);
    cancel = isOver ? undefined : agenda.after(hourBegan + HOUR - agenda.now(), tick);
  }

  return {
    wrote: (section, file) => {
      if (hourBegan === 0) return;
      chainOf(section).files.push(file);
      cancel ??= agenda.after(hourBegan + HOUR - agenda.now(), tick);
    },
    begin: () => {
      if (hourBegan !== 0) return;
      const now = Math.floor(agenda.now() / 1000) * 1000;
      hourBegan = now - HOUR;
      const { account, homeRegion } = state.trail;
      const home = chainOf({ account, region: homeRegion });
      hourBegan = now;
      // A chain begins with the digest of the hour before there was a trail (real, captured against AWS).
      write(home, now);
      cancel = agenda.after(HOUR, tick);
    },
    end: () => {
      if (hourBegan === 0) return;
      cancel?.();
      cancel = undefined;
      const now = Math.floor(agenda.now() / 1000) * 1000;
      for (const chain of chains.values()) if (now > chain.from) write(chain, now);
      chains.clear();
      hourBegan = 0;
    },
  };
}
