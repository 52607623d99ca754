import { Fault } from '../../wire/fault.ts';
import { readJson } from './read-json.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: 256 KiB of UTF-8. */
const INPUT_LIMIT = 262_144;

/** Reads an execution's input. Throws the Fault of one that is not JSON, or too long. */
export function readInput(text: string): unknown {
  if (text.length * 3 > INPUT_LIMIT && Buffer.byteLength(text) > INPUT_LIMIT) {
    throw new Fault(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${INPUT_LIMIT}`,
    );
  }
  if (text.trim() === '') throw invalid('Invalid execution input.');
  try {
    return readJson(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

function invalid(why: string): Fault {
  return new Fault('InvalidExecutionInput', `Invalid State Machine Execution Input: '${why}'`);
}
