import { Failure } from '../failure.ts';
import type { Fields } from '../query/fields.ts';

/** Fails as the state says. */
export async function performFail(fields: Fields): Promise<never> {
  const [error, cause] = [await fields.value('Error'), await fields.value('Cause')];
  throw new Failure(textOf(error), textOf(cause));
}

function textOf(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
