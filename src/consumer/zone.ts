import { isMainThread } from 'node:worker_threads';

/**
 * Puts this process into UTC, where Lambda is; returns what puts it back. A zone is a process's: a worker's own environment is a copy
 * that Node's clock never looks at, so whoever starts workers for consumers has to do this before (`ecreplay run` does).
 */
export function standInForZone(): () => void {
  const { env } = process;
  const before = env['TZ'];
  if (!isMainThread || before === 'UTC') return () => {};
  env['TZ'] = 'UTC';
  return () => {
    // Setting it to undefined would set a text.
    if (before === undefined) delete env['TZ'];
    else env['TZ'] = before;
  };
}
