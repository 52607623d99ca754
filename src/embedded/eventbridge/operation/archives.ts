import { type Archive, type Archives, type ArchiveWish } from '../archives.ts';
import type { Replay, Replays, ReplayWish } from '../replays.ts';
import type { Operation } from '../../service.ts';
import { type Page, pageOf } from './page.ts';
import { typed } from './typed.ts';

interface OfArchive {
  readonly ArchiveName: string;
}

interface Filter extends Page {
  readonly NamePrefix?: string;
  readonly EventSourceArn?: string;
  readonly State?: string;
}

/** The operations on archives and their replays. */
export function archiveOperations(archives: Archives, replays: Replays): Readonly<Record<string, Operation>> {
  return {
    CreateArchive: typed<OfArchive & ArchiveWish & { readonly EventSourceArn: string }>(
      ({ ArchiveName, EventSourceArn, ...wish }) => summary(archives.create(ArchiveName, EventSourceArn, wish)),
    ),
    UpdateArchive: typed<OfArchive & ArchiveWish>(({ ArchiveName, ...wish }) =>
      summary(archives.update(ArchiveName, wish)),
    ),
    DeleteArchive: typed<OfArchive>(({ ArchiveName }) => archives.delete(ArchiveName)),
    DescribeArchive: typed<OfArchive>(({ ArchiveName }) => {
      const archive = archives.find(ArchiveName);
      const { Description, EventPattern, KmsKeyIdentifier } = archive.wish;
      return {
        ArchiveArn: archive.arn,
        ...listed(archive),
        ...(Description !== undefined && { Description }),
        ...(EventPattern !== undefined && { EventPattern }),
        ...(KmsKeyIdentifier !== undefined && { KmsKeyIdentifier }),
      };
    }),
    ListArchives: typed<Filter>((filter) => {
      const wanted = archives
        .all()
        .filter(
          ({ name, sourceArn }) =>
            name.startsWith(filter.NamePrefix ?? '') &&
            (filter.EventSourceArn === undefined || sourceArn === filter.EventSourceArn) &&
            (filter.State === undefined || filter.State === 'ENABLED'),
        );
      const { page, next } = pageOf(wanted, filter);
      return { Archives: page.map(listed), ...next };
    }),
    StartReplay: typed<ReplayWish>((wish) => {
      const { arn, state, startedAt } = replays.start(wish);
      return { ReplayArn: arn, State: state, ReplayStartTime: new Date(startedAt) };
    }),
    CancelReplay: typed<{ readonly ReplayName: string }>(({ ReplayName }) => {
      const { arn, state } = replays.cancel(ReplayName);
      return { ReplayArn: arn, State: state };
    }),
    DescribeReplay: typed<{ readonly ReplayName: string }>(({ ReplayName }) => {
      const replay = replays.find(ReplayName);
      const { Description, Destination } = replay.wish;
      return {
        ReplayArn: replay.arn,
        ...(Description !== undefined && { Description }),
        Destination,
        ...progress(replay),
      };
    }),
    ListReplays: typed<Filter>((filter) => {
      const wanted = replays
        .all()
        .filter(
          ({ wish, state }) =>
            wish.ReplayName.startsWith(filter.NamePrefix ?? '') &&
            (filter.EventSourceArn === undefined || wish.EventSourceArn === filter.EventSourceArn) &&
            (filter.State === undefined || filter.State === state),
        );
      const { page, next } = pageOf(wanted, filter);
      return { Replays: page.map(progress), ...next };
    }),
  };
}

function summary({ arn, createdAt }: Archive): object {
  return { ArchiveArn: arn, State: 'ENABLED', CreationTime: new Date(createdAt) };
}

function listed({ name, sourceArn, createdAt, wish, events }: Archive): object {
  return {
    ArchiveName: name,
    EventSourceArn: sourceArn,
    State: 'ENABLED',
    RetentionDays: wish.RetentionDays ?? 0,
    SizeBytes: events.reduce((size, { text }) => size + Buffer.byteLength(text), 0),
    EventCount: events.length,
    CreationTime: new Date(createdAt),
  };
}

function progress({ wish, state, from, to, lastReplayed, startedAt, endedAt }: Replay): object {
  return {
    ReplayName: wish.ReplayName,
    EventSourceArn: wish.EventSourceArn,
    State: state,
    EventStartTime: new Date(from),
    EventEndTime: new Date(to),
    ...(lastReplayed !== undefined && { EventLastReplayedTime: new Date(lastReplayed) }),
    ReplayStartTime: new Date(startedAt),
    ...(endedAt !== undefined && { ReplayEndTime: new Date(endedAt) }),
  };
}
