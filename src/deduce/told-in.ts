import { open } from 'node:fs/promises';
import { Problem } from '../problem.ts';
import { openRecording } from '../recording/file/open-recording.ts';
import type { Json, JsonObject } from '../registry/activity.ts';
import { saidIn } from './excerpt.ts';
import { objectAt, listAt, type Said } from './said.ts';

/** A run that was saved is one value, and is held whole. */
const LARGEST_RUN = 256 * 1_048_576;

/**
 * What was told in a file, one after the other: a recording, what `ecreplay emit` has printed, a log file of CloudTrail
 * (`{"Records": […]}`), or a run that was saved as JSON.
 */
export async function* toldIn(file: string, tell: (problem: Problem) => void): AsyncGenerator<Said> {
  const whole = await wholeValue(file);
  if (whole === undefined) {
    for await (const line of await openRecording(file, { tell })) yield saidIn(line);
    return;
  }
  for (const said of inValue(whole)) yield said;
}

/** The value of a file that is one JSON value over many lines, or that has records or a run in it. */
async function wholeValue(file: string): Promise<Json | undefined> {
  const start = await firstBytes(file);
  if (start === undefined || !/^\s*(?:\[|\{\s*\n|\{\s*"(?:Records|scenario)"\s*:)/.test(start.text)) return undefined;
  if (start.size > LARGEST_RUN)
    throw new Problem('FILE_TOO_LARGE', `Cannot read ${file}: a run that was saved has 256 MiB at most`);
  try {
    const handle = await open(file);
    try {
      return JSON.parse(await handle.readFile('utf8')) as Json;
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new Problem('RECORDING_LINE', `Cannot read ${file}: it is neither a recording nor JSON`, {
      cause,
      place: { file, line: 1, column: 1 },
    });
  }
}

/** How a file begins; nothing where it cannot be read, which whoever reads it next tells better. */
async function firstBytes(file: string): Promise<{ readonly text: string; readonly size: number } | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(64), position: 0 });
    return { text: buffer.toString('utf8', 0, bytesRead), size };
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}

function inValue(value: Json): readonly Said[] {
  const numbered = (values: readonly Json[]): readonly Said[] =>
    values.map((each, index) => ({ line: index + 1, value: each as JsonObject }));
  if (Array.isArray(value)) return numbered(value as readonly Json[]);
  const records = listAt(value as JsonObject, 'Records');
  if (records.length > 0) return numbered(records);
  const arrivals = listAt(objectAt(value as JsonObject, 'run'), 'arrivals');
  return arrivals.flatMap((arrival, index): Said[] => {
    const delivery = objectAt(arrival as JsonObject, 'delivery');
    const event = objectAt(delivery, 'event');
    const at = delivery?.['at'];
    if (event === undefined) return [];
    return [{ line: index + 1, value: event, ...(typeof at === 'number' ? { arrived: at } : {}) }];
  });
}
