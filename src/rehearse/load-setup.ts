import { dirname, join, resolve } from 'node:path';
import type { ConsumerSource } from './take-handlers.ts';
import { takeHandlers } from './take-handlers.ts';
import { findConfig, loadSetup, readConfig } from './config.ts';
import type { Surroundings } from './rehearse.ts';
import type { Config, Setup } from './setup.ts';

/** A configuration as a test writes it in place; its consumers may be functions at hand. */
export interface WrittenConfig extends Omit<Config, 'consumers'>, Pick<Setup, 'seed' | 'profile'> {
  readonly consumers?: Readonly<Record<string, ConsumerSource>>;
  /** The folder that paths are relative to; the working directory unless told. */
  readonly root?: string;
}

/**
 * What a rehearsal's setup can be given as: one that was read already, the path of a configuration file, or what such a file says,
 * written in place.
 */
export type SetupSource = Setup | WrittenConfig | string;

/** A setup, and the functions among its consumers. */
export interface OpenedSetup extends Required<Pick<Surroundings, 'handlers'>> {
  readonly setup: Setup;
}

/** Reads a setup from wherever it is; without a source, from the nearest configuration above `folder`. */
export async function openSetup(source: SetupSource | undefined, folder: string): Promise<OpenedSetup> {
  if (source === undefined || typeof source === 'string') {
    const file = source === undefined ? findConfig(folder) : resolve(source);
    const setup = file === undefined ? { rules: [], consumers: {}, root: folder } : await loadSetup(file);
    return { setup, handlers: NONE };
  }
  if (isRead(source)) return { setup: source, handlers: NONE };
  const { consumers: named = {}, root = process.cwd(), seed, profile, ...said } = source;
  const { consumers, handlers } = takeHandlers(named);
  const read = await readConfig(join(resolve(root), 'ecreplay.config.ts'), { ...said, consumers });
  return {
    setup: { ...read, ...(seed !== undefined && { seed }), ...(profile !== undefined && { profile }) },
    handlers,
  };
}

/** The folder that a scenario's configuration is looked for from. */
export function folderOf(file: string): string {
  return dirname(resolve(file));
}

const NONE: OpenedSetup['handlers'] = new Map();

function isRead(source: Setup | WrittenConfig): source is Setup {
  return Array.isArray(source.rules);
}
