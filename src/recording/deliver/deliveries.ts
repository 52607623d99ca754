import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivery, Timeline } from '../../timeline/timeline.ts';
import { openRecording } from '../file/open-recording.ts';
import { lineOf, type ReadLine } from '../recorded.ts';
import { mergeRuns, openRun } from './runs.ts';
import type { Survey } from './survey.ts';
import { toDelivery } from './to-delivery.ts';
import { type DeliverWish, wanted } from './wanted.ts';

/** So many go on at once: what is awaited for each part is little for each of them. */
const PART = 32;

/**
 * What a recording holds of what is wanted, as deliveries in their order, a part after the other. Where the lines are in another order they
 * are sorted in files beside each other, so that memory stays what it is.
 */
export async function* deliveriesOf(
  file: string,
  wish: DeliverWish,
  { isSorted, enveloped }: Pick<Survey, 'isSorted' | 'enveloped'>,
): AsyncGenerator<Timeline, void, undefined> {
  const lines = wantedLines(file, wish, enveloped > 0);
  yield* isSorted ? inParts(lines) : sorted(lines, wish);
}

/** A line and what it is delivered as. */
interface Entry {
  readonly recorded: ReadLine;
  readonly delivery: Delivery;
}

async function* wantedLines(
  file: string,
  wish: DeliverWish,
  withRecords: boolean,
): AsyncGenerator<readonly Entry[], void, undefined> {
  const isWanted = wanted(wish);
  for await (const batch of (await openRecording(file)).batches) {
    const part: Entry[] = [];
    for (const recorded of batch) {
      if (recorded.channel === 'cloudtrail' && !withRecords) continue;
      const delivery = toDelivery(recorded, wish.order);
      if (isWanted(delivery, recorded)) part.push({ recorded, delivery });
    }
    if (part.length > 0) yield part;
  }
}

async function* inParts(lines: AsyncIterable<readonly Entry[]>): AsyncGenerator<Timeline, void, undefined> {
  for await (const part of lines) yield part.map(({ delivery }) => delivery);
}

async function* sorted(
  lines: AsyncIterable<readonly Entry[]>,
  { order }: DeliverWish,
): AsyncGenerator<Timeline, void, undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'ecreplay-replay-'));
  try {
    const runs: string[] = [];
    const run = openRun();
    const save = async (): Promise<void> => {
      const to = join(folder, String(runs.length));
      await run.save(to);
      runs.push(to);
    };
    for await (const part of lines) {
      for (const { recorded, delivery } of part) run.add(delivery.at, lineOf(recorded, recorded.text));
      if (run.isFull()) await save();
    }
    if (!run.isEmpty()) await save();
    let part: Delivery[] = [];
    for await (const recorded of mergeRuns(runs, (one) => toDelivery(one, order).at)) {
      part.push(toDelivery(recorded, order));
      if (part.length < PART) continue;
      yield part;
      part = [];
    }
    yield part;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
