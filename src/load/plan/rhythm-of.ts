import { Problem, type Place } from '../../problem.ts';
import { openRecording } from '../../recording/file/open-recording.ts';

/** No schedule keeps more gaps: they are 40 MB then. */
const MOST = 5_000_000;

/** The gaps between the arrivals that a recording tells of, in milliseconds. Throws the `Problem` of one that has no rhythm. */
export async function rhythmOf(file: string, place: Place | undefined): Promise<Float64Array> {
  const events: number[] = [];
  const records: number[] = [];
  const cannot = `Cannot take the rhythm of "${file}":`;
  for await (const line of await openRecording(file)) {
    const of = line.channel === 'eventbridge' ? events : records;
    of.push(line.arrivedAt);
    if (of.length > MOST)
      throw new Problem('LOAD_PLAN', `${cannot} it has more than ${MOST.toLocaleString('en')} arrivals`, { place });
  }
  // Of what tells of calls in both ways, events are what a bus was told.
  const times = events.length > 0 ? events : records;
  if (times.length < 2)
    throw new Problem('LOAD_PLAN', `${cannot} it has ${times.length} arrivals, wanted two at least`, { place });
  const sorted = Float64Array.from(times).toSorted();
  return Float64Array.from({ length: sorted.length - 1 }, (_, index) => sorted[index + 1]! - sorted[index]!);
}
