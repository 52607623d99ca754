import { resolve } from 'node:path';
import { diagnose } from './diagnose.ts';
import { findRules } from './find-rules.ts';
import { openParameters } from './parameters.ts';
import { readResources } from './read-resources.ts';
import type { FormatReading } from './format-reading.ts';
import type { Note, ReadOptions, Reading } from './reading.ts';

/**
 * Reads the rules of infrastructure code, whichever of the formats it is in: a template of CloudFormation or SAM, a `cdk.out` folder,
 * `terraform show -json`, `.tf` files or a folder of them, or a `serverless.yml`. Throws a `Problem` at the place that cannot be read.
 */
export async function readRules(path: string, options: ReadOptions = {}): Promise<Reading> {
  const owner = { account: options.account ?? '123456789012', region: options.region ?? 'us-east-1' };
  const parameters = openParameters(options.parameters);
  const reading = await readResources(resolve(path), { ...options, parameters }, owner);
  return { ...judged(reading), unasked: parameters.unasked() };
}

/** Finds the rules among what any format, or an account, was read into, and says what is wrong with them. */
export function judged({ resources, notes, files }: FormatReading): Omit<Reading, 'unasked'> {
  const found = findRules(resources);
  return { ...found, files, notes: once([...notes, ...found.notes, ...diagnose(found.rules)]) };
}

/** The same expression in several places is one thing to say. */
function once(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
