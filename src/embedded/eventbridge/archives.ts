import type { Instant } from '../../clock.ts';
import type { Buses } from './buses.ts';
import type { Arrival, CarriedEvent } from './event-bus.ts';
import { invalid, missing, taken } from './refusal.ts';
import { checkPattern, deleteRule, putRule } from './rules.ts';
import { partitionOf } from '../partition.ts';

const DAY = 86_400_000;

/** What an archive is to be. */
export interface ArchiveWish {
  readonly EventPattern?: string;
  readonly Description?: string;
  /** Days; 0 for ever. */
  readonly RetentionDays?: number;
  readonly KmsKeyIdentifier?: string;
}

/** Events of a bus that are kept to be replayed. */
export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly sourceArn: string;
  readonly createdAt: Instant;
  wish: ArchiveWish;
  /** In the order they came. */
  events: readonly { readonly event: CarriedEvent; readonly text: string; readonly takenIn: Instant }[];
}

/** The archives of one scenario. */
export interface Archives {
  create(name: string, sourceArn: string, wish: ArchiveWish): Archive;
  update(name: string, wish: ArchiveWish): Archive;
  delete(name: string): void;
  find(name: string): Archive;
  /** All of them by name. */
  all(): readonly Archive[];
  byArn(arn: string): Archive | undefined;
}

/** Opens an account without archives. */
export function openArchives(buses: Buses): Archives {
  const { account, region, agenda } = buses.neighbours.scene;
  const archives = new Map<string, Archive>();

  /** An archive is a rule that AWS keeps; it passes by what comes out of an archive, or a replay would never end. */
  function rule(archive: Archive): void {
    const { name, sourceArn, wish } = archive;
    const pattern = wish.EventPattern === undefined ? {} : (JSON.parse(wish.EventPattern) as object);
    putRule(buses, buses.find(sourceArn), {
      name: ruleName(name),
      pattern: JSON.stringify({ ...pattern, 'replay-name': [{ exists: false }] }),
      managedBy: 'prod.vhs.events.aws.internal',
      keep: ({ event, text, takenIn }: Arrival) => {
        (archive.events as Archive['events'][number][]).push({ event, text, takenIn });
      },
    });
  }

  function find(name: string): Archive {
    const archive = archives.get(name);
    if (archive === undefined) throw missing(`Archive ${name} does not exist.`);
    expire(archive, agenda.now());
    return archive;
  }

  return {
    create: (name, sourceArn, wish) => {
      if (archives.has(name)) throw taken(`Archive ${name} already exists.`);
      if (!sourceArn.startsWith('arn:')) throw invalid('Parameter EventSourceArn is not valid.');
      buses.find(sourceArn);
      if (wish.EventPattern !== undefined) checkPattern(wish.EventPattern);
      const archive: Archive = {
        name,
        arn: `arn:${partitionOf(region)}:events:${region}:${account}:archive/${name}`,
        sourceArn,
        createdAt: agenda.now(),
        wish,
        events: [],
      };
      rule(archive);
      archives.set(name, archive);
      return archive;
    },
    update: (name, wish) => {
      const archive = find(name);
      if (wish.EventPattern !== undefined) checkPattern(wish.EventPattern);
      archive.wish = { ...archive.wish, ...wish };
      rule(archive);
      return archive;
    },
    delete: (name) => {
      const { sourceArn } = find(name);
      const bus = buses.all().find(({ arn }) => arn === sourceArn);
      if (bus !== undefined) deleteRule(bus, ruleName(name), { force: true });
      archives.delete(name);
    },
    find,
    all: () => [...archives.keys()].toSorted().map(find),
    byArn: (arn) => {
      const archive = [...archives.values()].find((one) => one.arn === arn);
      return archive === undefined ? undefined : find(archive.name);
    },
  };
}

function ruleName(archive: string): string {
  return `Events-Archive-${archive}`;
}

function expire(archive: Archive, now: Instant): void {
  const days = archive.wish.RetentionDays ?? 0;
  if (days > 0) archive.events = archive.events.filter(({ takenIn }) => takenIn + days * DAY > now);
}
