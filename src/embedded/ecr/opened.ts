import type { Estate } from '../assemble.ts';
import type { LiveRegistry } from './live-registry.ts';

/** The registries that somebody has asked for, by their accounts. Apart from them, so that whoever closes none loads none. */
export const OPENED = new WeakMap<Estate, LiveRegistry>();

/** Closes the registry of an account, if it was opened: what it keeps on the disk goes with it. */
export async function closeRegistry(estate: Estate): Promise<void> {
  await OPENED.get(estate)?.[Symbol.asyncDispose]();
}
