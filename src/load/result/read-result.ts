import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { Problem } from '../../problem.ts';
import { unpack } from '../measure/block.ts';
import { COUNTS } from '../measure/counts.ts';
import { LEGS } from '../measure/leg.ts';
import { addMeasures } from '../measure/open-measures.ts';
import type { LoadResult } from './result.ts';

/** No run of ours writes more. */
const LARGEST = 512 * 1_024 * 1_024;

const whole = z.int().min(0);
const number = z.number().min(0);
const timing = z.looseObject({ count: whole, min: number, max: number, sum: number, histogram: z.string() });
const legs = z.partialRecord(z.enum(LEGS), timing);
const counts = z.looseObject(Object.fromEntries(COUNTS.map((name) => [name, whole])));
const someCounts = z.partialRecord(z.enum(COUNTS), whole);

/** A result as we write it; members that a later version may add are let through. */
const resultFile = z.looseObject({
  ecreplay: z.literal('load'),
  version: z.literal(1),
  plan: z.looseObject({
    name: z.string(),
    description: z.string(),
    digest: z.string(),
    seed: z.union([z.string(), z.number()]),
    target: z.string(),
    thresholds: z.array(z.string()),
  }),
  run: z.string(),
  start: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  duration: number,
  took: number,
  shards: z.array(z.looseObject({ index: whole.min(1), of: whole.min(1).max(100_000) })).min(1),
  phases: z.array(z.looseObject({ name: z.string(), begins: number, ends: number, wanted: whole })).min(1),
  observed: z.looseObject({ delivery: z.boolean(), completion: z.boolean() }),
  measures: z.looseObject({
    phases: z.array(z.looseObject({ counts, legs, lag: number })),
    series: z.looseObject({
      width: number,
      points: z.array(z.looseObject({ index: whole, counts: someCounts, legs, lag: number })),
    }),
  }),
  sightings: z.looseObject({
    of: whole.min(1),
    events: whole,
    blocks: z.array(z.tuple([whole, whole, z.string()])),
    ended: z.array(z.tuple([whole, whole, whole])),
  }),
  judgements: z.array(
    z.looseObject({
      threshold: z.string(),
      kind: z.enum(['kept', 'broken', 'unknown']),
      measured: z.number().optional(),
      says: z.string(),
    }),
  ),
  void: z.array(z.looseObject({ code: z.string(), says: z.string() })),
  stopped: z.string().optional(),
  tps: number.optional(),
});

/** Reads the file of a result. Throws the `Problem` of one that is none, or that was damaged on its way. */
export async function readResult(file: string): Promise<LoadResult> {
  const cannot = `Cannot read the result "${file}":`;
  const refuse = (says: string, cause?: unknown): never => {
    throw new Problem('LOAD_RESULT', `${cannot} ${says}`, { cause });
  };
  let value: unknown;
  try {
    const state = await stat(file);
    if (!state.isFile()) refuse('it is no file');
    if (state.size > LARGEST) refuse('it is larger than half a gigabyte, which no result is');
    value = JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (error instanceof SyntaxError) refuse(`it is no JSON, or was cut off: ${error.message}`, error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') throw new Problem('FILE_NOT_FOUND', `${cannot} there is no such file`, { cause: error });
    throw new Problem('FILE_UNREADABLE', `${cannot} ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  return toResult(value, refuse);
}

function toResult(value: unknown, refuse: (says: string, cause?: unknown) => never): LoadResult {
  const kind = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  if (kind['ecreplay'] !== 'load') refuse('it is not the result of a load run');
  if (kind['version'] !== 1) refuse(`it is of version ${JSON.stringify(kind['version'])}, and this ecreplay reads 1`);
  const parsed = resultFile.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`"${issue?.path.join('.')}" is not what a result has there: ${issue?.message}`);
  }
  const result = parsed.data as unknown as LoadResult;
  const fault = faultOf(result);
  if (fault !== undefined) return refuse(fault);
  try {
    // Everything packed is unpacked once: what is damaged is found here, and not when figures are drawn from it.
    addMeasures([result.measures]);
    for (const [, , planes] of result.sightings.blocks) unpack(Buffer.from(planes, 'base64'));
  } catch (error) {
    return refuse(`it is damaged: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  return result;
}

/** What parts of a result contradict each other. */
function faultOf({ phases, measures, sightings, shards }: LoadResult): string | undefined {
  if (phases.length !== measures.phases.length) return 'it has measures of other phases than it names';
  const wanted = phases.reduce((sum, phase) => sum + phase.wanted, 0);
  if (wanted !== sightings.events) return `its phases have ${wanted} events, and its sightings ${sightings.events}`;
  const stranger = shards.find(({ index, of }) => index > of || of !== sightings.of);
  return stranger === undefined ? undefined : `it is of shard ${stranger.index} of ${stranger.of}, which there is not`;
}
