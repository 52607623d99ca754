import type { Milliseconds } from '../../clock.ts';
import { Problem } from '../../problem.ts';
import { withReach, type Reach, type Whereabouts, whereabouts } from './reach.ts';
import type { Remarks, Source, Window } from './source.ts';

/** What is wanted of a source, whatever it is. */
export interface SourceWish extends Window, Partial<Whereabouts> {
  /** Which lines of a log group, in its own language. */
  readonly filterPattern?: string;
  /** Which events of a bus. */
  readonly pattern?: string;
  /** Which entries of the event history. */
  readonly attribute?: { readonly key: string; readonly value: string };
  /** How long a source without an end is listened to. */
  readonly duration?: Milliseconds;
  /** Follows a log group as it is written. */
  readonly live?: boolean;
  /** Takes messages out of their queue once they are kept. */
  readonly delete?: boolean;
  /** Holds CloudTrail's files against its digests. */
  readonly verifyDigests?: boolean;
}

type Wish = Exclude<keyof SourceWish, keyof Whereabouts>;

/** A kind of source: the words by which it is asked for, what it takes, and how it is opened where an account has to be reached. */
interface Kind {
  readonly form: RegExp;
  readonly takes: readonly Wish[];
  readonly open: (name: string, wish: SourceWish, reach: Reach) => Promise<Source>;
}

const REMOTE: Readonly<Record<string, Kind>> = {
  'log group': {
    form: /^(?:log-group:(.+)|(arn:aws[\w-]*:logs:[^:]+:\d{12}:log-group:.+))$/,
    takes: ['from', 'to', 'filterPattern', 'live', 'duration'],
    open: async (name, wish, reach) => {
      if (wish.live !== true) return (await import('./log-group.ts')).logGroup(name, wish, reach);
      const { account, region } = reach.where;
      const arn = name.startsWith('arn:')
        ? name.replace(/:\*$/, '')
        : `arn:aws:logs:${region}:${account}:log-group:${name}`;
      return (await import('./live-tail.ts')).liveTail(arn, wish, reach);
    },
  },
  bucket: {
    form: /^s3:\/\/(.+)$/,
    takes: ['from', 'to', 'verifyDigests'],
    open: async (name, wish, reach) => {
      const { bucketObjects } = await import('./bucket.ts');
      const { objectsSource } = await import('./read-objects.ts');
      const [, bucket = '', prefix = ''] = /^([^/]+)\/?(.*)$/.exec(name) ?? [];
      const shelf = bucketObjects(bucket, prefix, wish, reach);
      return objectsSource(shelf, {
        window: wish,
        ...(wish.verifyDigests === true && {
          prove: (await import('./digests.ts')).digestsInBucket(bucket, prefix, wish, reach),
        }),
      });
    },
  },
  'event history': {
    form: /^(event-history)$/,
    takes: ['from', 'to', 'attribute'],
    open: async (_, wish, reach) => (await import('./event-history.ts')).eventHistory(wish, reach),
  },
  archive: {
    form: /^(?:archive:(.+)|(arn:aws[\w-]*:events:[^:]+:\d{12}:archive\/.+))$/,
    takes: ['from', 'to'],
    open: async (name, { from, to }, reach) => {
      const { account, region } = reach.where;
      const arn = name.startsWith('arn:') ? name : `arn:aws:events:${region}:${account}:archive/${name}`;
      if (from === undefined || to === undefined)
        throw new Problem(
          'USAGE',
          `Cannot record from archive "${name}": a replay has both ends, wanted --from and --to`,
        );
      return (await import('./archive.ts')).archive(arn, { from, to }, reach);
    },
  },
  queue: {
    form: /^(?:queue:(.+)|(https?:\/\/.+\/\d{12}\/[\w-]+)|(arn:aws[\w-]*:sqs:[^:]+:\d{12}:.+))$/,
    takes: ['from', 'to', 'delete'],
    open: async (name, wish, reach) => (await import('./dead-letter-queue.ts')).deadLetterQueue(name, wish, reach),
  },
  bus: {
    form: /^(?:bus:(.+)|(arn:aws[\w-]*:events:[^:]+:\d{12}:event-bus\/.+))$/,
    takes: ['pattern', 'duration'],
    open: async (name, wish, reach) =>
      (await import('./event-bus.ts')).eventBus(name.slice(name.lastIndexOf('/') + 1), wish, reach),
  },
};

/** The words by which sources are asked for. */
export const SOURCES =
  'a file, a folder, "-", log-group:NAME, s3://BUCKET/PREFIX, event-history, archive:NAME, queue:NAME, bus:NAME, or an ARN';

/** The kind of source of an account that is meant, and its name; nothing where it is no source of an account. */
export function sourceOf(text: string): { readonly kind: string; readonly name: string } | undefined {
  for (const [kind, { form }] of Object.entries(REMOTE)) {
    const match = form.exec(text);
    if (match !== null) return { kind, name: match.slice(1).find((part) => part !== undefined) ?? '' };
  }
  return undefined;
}

/** Opens the source that is meant, and closes the way there afterwards. Nothing that the user has not named is contacted. */
export async function withSource<Result>(
  text: string,
  wish: SourceWish,
  remarks: Remarks,
  use: (source: Source) => Promise<Result>,
): Promise<Result> {
  const remote = sourceOf(text);
  if (remote !== undefined) {
    const { takes, open } = REMOTE[remote.kind]!;
    refuseStrangers(wish, takes, `a ${remote.kind}`);
    return withReach(whereabouts(text, wish), async (reach) => use(await open(remote.name, wish, reach)));
  }
  if (/^(?:arn:|[a-z][a-z-]+:)/.test(text) && !/^[a-z]:[\\/]/i.test(text))
    throw new Problem('USAGE', `Cannot record from "${text}": wanted ${SOURCES}`);
  refuseStrangers(wish, ['from', 'to', 'verifyDigests'], 'a file');
  const { localFiles, standardInput } = await import('./local-files.ts');
  const { objectsSource } = await import('./read-objects.ts');
  const shelf = text === '-' ? standardInput() : localFiles(text, remarks);
  return use(
    objectsSource(shelf, {
      window: wish,
      ...(wish.verifyDigests === true && { prove: (await import('./digests.ts')).digestsInFolder(text, wish) }),
    }),
  );
}

const FLAGS: Readonly<Record<Wish, string>> = {
  from: '--from',
  to: '--to',
  filterPattern: '--filter-pattern',
  pattern: '--pattern',
  attribute: '--attribute',
  duration: '--for',
  live: '--live',
  delete: '--delete',
  verifyDigests: '--verify-digests',
};

function refuseStrangers(wish: SourceWish, takes: readonly Wish[], what: string): void {
  for (const name of Object.keys(FLAGS) as Wish[]) {
    if (wish[name] !== undefined && !takes.includes(name))
      throw new Problem('USAGE', `Cannot read "${FLAGS[name]}": ${what} does not take it`);
  }
}
