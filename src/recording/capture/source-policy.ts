import { allow, type IamPolicy, ownQueues, ownRules, policyFor } from '../../bus/aws/policy.ts';
import { Problem } from '../../problem.ts';
import { nameOf } from './dead-letter-queue.ts';
import { type SourceWish, sourceOf, SOURCES } from './open-source.ts';
import { type Whereabouts, whereabouts } from './reach.ts';

type Statements = IamPolicy['Statement'];
type Wish = Pick<SourceWish, 'live' | 'delete' | 'verifyDigests'>;

/** What each kind of source takes. Names are as they were asked for: plain, or the whole ARN. */
const NEEDS: Readonly<Record<string, (name: string, where: Whereabouts, wish: Wish) => Statements>> = {
  'log group': (name, where, { live = false }) => {
    const group = name.startsWith('arn:') ? name.replace(/:\*$/, '') : arn(where, 'logs', `log-group:${name}`);
    const action = live ? 'logs:StartLiveTail' : 'logs:FilterLogEvents';
    return [allow('ReadLogGroup', [action], [group, `${group}:*`])];
  },
  bucket: (name, _, { verifyDigests = false }) => {
    const [bucket = ''] = name.split('/');
    const read = verifyDigests || !name.includes('/') ? `${bucket}/*` : `${name}*`;
    return [
      allow('ListLogFiles', ['s3:ListBucket'], [`arn:aws:s3:::${bucket}`]),
      // Digests lie beside the log files, under a prefix of their own.
      allow('ReadLogFiles', ['s3:GetObject'], [`arn:aws:s3:::${read}`]),
      ...(verifyDigests ? [allow('ProveDigests', ['cloudtrail:ListPublicKeys'], ['*'])] : []),
    ];
  },
  'event history': () => [allow('ReadEventHistory', ['cloudtrail:LookupEvents'], ['*'])],
  archive: (name, where) =>
    policyFor(
      {
        strategy: 'archive',
        ...where,
        archive: { arn: name.startsWith('arn:') ? name : arn(where, 'events', `archive/${name}`), filterArns: [] },
      },
      [],
    ).Statement,
  queue: (name, where, { delete: takes = false }) => {
    const reads = ['sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility'];
    return [
      allow('ReadQueue', takes ? [...reads, 'sqs:DeleteMessage'] : reads, [
        name.startsWith('arn:') ? name : arn(where, 'sqs', nameOf(name)),
      ]),
    ];
  },
  bus: (_, where) => [ownRules(where), ...ownQueues(where)],
};

/** The least that `ecreplay record` needs for a source. Throws the `Problem` of one that is in no account, or in one that nobody has named. */
export function sourcePolicy(text: string, { live, delete: takes, verifyDigests, ...where }: SourceWish): IamPolicy {
  const source = sourceOf(text);
  if (source === undefined)
    throw new Problem('USAGE', `Cannot say what "${text}" needs: it is in no account, wanted one of ${SOURCES}`);
  const wish = {
    ...(live !== undefined && { live }),
    ...(takes !== undefined && { delete: takes }),
    ...(verifyDigests !== undefined && { verifyDigests }),
  };
  return { Version: '2012-10-17', Statement: NEEDS[source.kind]!(source.name, whereabouts(text, where), wish) };
}

function arn({ account, region }: Whereabouts, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
