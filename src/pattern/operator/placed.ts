import type { Reader } from '../json/reader.ts';
import { Refusal } from '../refusal.ts';

/** Gives a refusal the place reached so far, in addition to any that it has: AWS, too, names some places twice. */
export function placed<T>(reader: Reader, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Refusal) return reader.refuse(error.message);
    throw error;
  }
}
