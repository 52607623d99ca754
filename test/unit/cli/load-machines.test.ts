import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { sumOf } from '../../../src/load/measure/tally.ts';
import type { LoadResult } from '../../../src/load/result/result.ts';
import { PUSH, type Taken, takingAll } from '../load/taking.ts';
import { project } from './project.ts';

const RECIPES = join(import.meta.dirname, '../../../.github/docs/load');
/** Four processes are ready long before, however busy the machine is. */
const READY = 10_000;

/** How a platform starts one machine of several: what it runs, and what it sets. */
interface Machine {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The pods of the Job in the documents, as Kubernetes starts them: it sets the index, and puts variables into arguments. */
function pods(values: Readonly<Record<string, string>>): readonly Machine[] {
  const text = readFileSync(join(RECIPES, 'kubernetes-job.yaml'), 'utf8');
  const { spec } = parse(text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '')) as {
    readonly spec: {
      readonly completions: number;
      readonly template: {
        readonly spec: {
          readonly containers: readonly {
            readonly args: readonly string[];
            readonly env: readonly { readonly name: string; readonly value: string }[];
          }[];
        };
      };
    };
  };
  const [container] = spec.template.spec.containers;
  return Array.from({ length: spec.completions }, (_, index) => {
    const env = {
      ...Object.fromEntries(container!.env.map(({ name, value }) => [name, value])),
      JOB_COMPLETION_INDEX: String(index),
    };
    return {
      args: container!.args.map((arg) =>
        arg.replaceAll(/\$\((\w+)\)/g, (_, name: 'JOB_COMPLETION_INDEX') => env[name]),
      ),
      env,
    };
  });
}

/** The jobs of the array in the documents, as AWS Batch starts them: parameters stand for whole words, and a shell reads the rest. */
function jobs(start: string): readonly Machine[] {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(RECIPES, name), 'utf8'));
  const { containerProperties } = read('batch-job-definition.json') as {
    readonly containerProperties: { readonly command: readonly string[] };
  };
  const { arrayProperties } = read('batch-submit-job.json') as { readonly arrayProperties: { readonly size: number } };
  const [shell, flag, line = '', name, parameter] = containerProperties.command;
  expect([shell, flag, name, parameter]).toEqual(['sh', '-c', 'ecreplay', 'Ref::start']);
  return Array.from({ length: arrayProperties.size }, (_, index) => {
    const env = {
      AWS_BATCH_JOB_ID: `0a1b2c3d:${index}`,
      AWS_BATCH_JOB_ARRAY_INDEX: String(index),
      AWS_BATCH_JOB_ARRAY_SIZE: String(arrayProperties.size),
    };
    const words = line.replace('$AWS_BATCH_JOB_ARRAY_INDEX', env.AWS_BATCH_JOB_ARRAY_INDEX).replace('$1', start);
    return { args: words.replaceAll('"', '').split(' ').slice(2), env };
  });
}

/** Which events they are, by what AWS calls them itself. */
function idsOf(taken: readonly Taken[]): readonly string[] {
  return taken
    .map(({ Detail }) => (JSON.parse(Detail) as { readonly 'image-digest': string })['image-digest'])
    .toSorted();
}

function plan(url: string): string {
  return `version: 1
description: Everybody pushes.
phases:
  - constant: { name: calm, rate: 40, for: 1s }
  - ramp: { name: rising, from: 40, to: 120, for: 1s }
flows:
  - scenario: push.yaml
    only: { detail-type: [ECR Image Action] }
cardinality: { tags: 1000 }
target: { endpoint: "${url}" }
`;
}

/** What a machine calls a folder of its own, in the folder of the test. */
function here(arg: string): string {
  return arg.replace(/^\/(?:plan|load)\//, 'load/').replace(/(^|=)\/results\//, '$1results/');
}

/** What of a result the plan says, and not the clock. */
function planned({ plan: { digest }, phases, measures }: LoadResult): unknown {
  const { due, sent, accepted, refused, lost } = sumOf(measures.phases.map(({ counts }) => counts));
  return { digest, phases, due, sent, accepted, refused, lost };
}

test.for([
  ['the pods of the Job in the documents', pods],
  ['the jobs of the array in the documents', ({ START_AT = '' }) => jobs(START_AT)],
] as const satisfies readonly (readonly [string, (values: Readonly<Record<string, string>>) => readonly Machine[]])[])(
  '%s send together what one process sends, each event once, and the merge counts them all',
  async ([, platform]) => {
    const { url, taken } = await takingAll();
    using folder = project({ 'load/plan.yaml': plan(url), 'load/push.yaml': PUSH, 'results/none': '' });
    const START_AT = new Date(Date.now() + READY).toISOString();
    const machines = platform({ START_AT, IMAGE: 'ecreplay-load', AWS_REGION: 'us-east-2' });
    const ended = await Promise.all(machines.map(({ args, env }) => folder.start(args.map(here), env).ended));
    expect(ended.map(({ stderr }) => stderr.match(/^[A-Z_]+$/m))).toEqual([null, null, null, null]);
    const sharded = idsOf(taken.splice(0));
    await folder.ecreplay(['load', 'merge', 'results', '--out', 'merged.json']);
    const together = JSON.parse(folder.read('merged.json')) as LoadResult;
    await folder.ecreplay(['load', 'load/plan.yaml', '--run', together.run, '--out', 'alone.json']);
    const alone = JSON.parse(folder.read('alone.json')) as LoadResult;

    expect(sharded).toHaveLength(120);
    expect(new Set(sharded).size).toBe(120);
    expect(sharded).toEqual(idsOf(taken));
    expect(planned(together)).toEqual(planned(alone));
    expect(together.shards).toEqual([1, 2, 3, 4].map((index) => ({ index, of: 4 })));
    expect(together.start).toBe(START_AT);
  },
);
