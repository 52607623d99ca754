import { Problem } from '../problem.ts';
import type { Shard } from './result/result.ts';

/** AWS Batch has arrays of up to 10,000 jobs, Kubernetes indexes up to 100,000. */
const MOST = 100_000;

/** A shard, and who said so. */
export interface ToldShard extends Shard {
  /** What all shards of this run have in common, where the platform has a name for it. */
  readonly run?: string;
}

/**
 * Which shard this process is: as the flag says, else `ECREPLAY_SHARD`, else as Kubernetes' indexed Jobs and AWS Batch's array jobs number
 * theirs, from 0. Batch says how many there are; Kubernetes does not, so that `ECREPLAY_SHARDS` has to. Throws the `Problem` of what is no
 * shard, and never takes one machine of many for all of them.
 */
export function shardOf(flag: string | undefined, env: NodeJS.ProcessEnv): ToldShard {
  if (flag !== undefined) return parse(flag, `--shard ${flag}`);
  const { ECREPLAY_SHARD: own, JOB_COMPLETION_INDEX: pod, AWS_BATCH_JOB_ARRAY_INDEX: job } = env;
  if (own !== undefined && own !== '') return parse(own, `ECREPLAY_SHARD=${own}`);
  if (pod !== undefined && pod !== '') {
    const of = env['ECREPLAY_SHARDS'] ?? '';
    if (of !== '') return numbered(pod, of, `JOB_COMPLETION_INDEX=${pod} and ECREPLAY_SHARDS=${of}`);
    throw new Problem(
      'USAGE',
      `Cannot tell the shard: JOB_COMPLETION_INDEX is ${pod}, and nothing says of how many, wanted ECREPLAY_SHARDS with the Job's completions, or --shard 1/1 for all of the run`,
    );
  }
  if (job !== undefined && job !== '') {
    const of = env['AWS_BATCH_JOB_ARRAY_SIZE'] ?? env['ECREPLAY_SHARDS'] ?? '';
    const said = `AWS_BATCH_JOB_ARRAY_INDEX=${job} and AWS_BATCH_JOB_ARRAY_SIZE=${of}`;
    // The id of a child is that of the array, a colon, and its index.
    const run = env['AWS_BATCH_JOB_ID']?.replace(/:\d+$/, '');
    return { ...numbered(job, of, said), ...(run !== undefined && run !== '' && { run }) };
  }
  return { index: 1, of: 1 };
}

function parse(text: string, said: string): Shard {
  const [, index = '', of = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  return checked(Number(index), Number(of), index !== '', said);
}

function numbered(index: string, of: string, said: string): Shard {
  const isWhole = /^\d{1,6}$/.test(index) && /^\d{1,6}$/.test(of);
  return checked(Number(index) + 1, Number(of), isWhole, said);
}

function checked(index: number, of: number, isWhole: boolean, said: string): Shard {
  if (isWhole && index >= 1 && index <= of && of <= MOST) return { index, of };
  throw new Problem(
    'USAGE',
    `Cannot read "${said}": wanted one of so many, such as --shard 3/8 for the third of eight, and ${MOST.toLocaleString('en')} at most`,
  );
}
