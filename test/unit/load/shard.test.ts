import { expect, test } from 'vitest';
import { shardOf } from '../../../src/load/shard.ts';

const BATCH = { AWS_BATCH_JOB_ARRAY_INDEX: '2', AWS_BATCH_JOB_ARRAY_SIZE: '10', AWS_BATCH_JOB_ID: 'abc:2' };

test.each([
  ['alone', undefined, {}, { index: 1, of: 1 }],
  ['as the flag says', '3/8', { ECREPLAY_SHARD: '1/2', ...BATCH }, { index: 3, of: 8 }],
  ['as the variable of our own says', undefined, { ECREPLAY_SHARD: '1/2', ...BATCH }, { index: 1, of: 2 }],
  [
    'of an indexed Job, which counts from 0',
    undefined,
    { JOB_COMPLETION_INDEX: '0', ECREPLAY_SHARDS: '4' },
    { index: 1, of: 4 },
  ],
  ['of an array job, whose children have one id in common', undefined, BATCH, { index: 3, of: 10, run: 'abc' }],
])('a process is the shard that it is: %s', (_, flag, env, shard) => {
  expect(shardOf(flag, env)).toEqual(shard);
});

test.each([
  ['0/8', {}, 'Cannot read "--shard 0/8"'],
  ['9/8', {}, 'Cannot read "--shard 9/8"'],
  ['1', {}, 'Cannot read "--shard 1"'],
  ['1/1000000', {}, 'Cannot read "--shard 1/1000000"'],
  ['', {}, 'Cannot read "--shard "'],
  [undefined, { ECREPLAY_SHARD: 'x' }, 'Cannot read "ECREPLAY_SHARD=x"'],
  [undefined, { JOB_COMPLETION_INDEX: '3' }, 'nothing says of how many, wanted ECREPLAY_SHARDS'],
  [undefined, { JOB_COMPLETION_INDEX: '4', ECREPLAY_SHARDS: '4' }, 'JOB_COMPLETION_INDEX=4 and ECREPLAY_SHARDS=4'],
  [undefined, { AWS_BATCH_JOB_ARRAY_INDEX: '1' }, 'AWS_BATCH_JOB_ARRAY_SIZE='],
])('what is no shard is refused, and nobody runs all of it by mistake: %s %j', (flag, env, says) => {
  expect(() => shardOf(flag, env)).toThrow(says);
});
