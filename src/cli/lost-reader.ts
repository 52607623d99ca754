/**
 * Ends a command whose reader has gone (`| head`) as an interruption would: nothing more can be said, and what a run has made on a bus
 * has to be taken away all the same.
 */
export function endWithReader(): void {
  let hasGone = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      // Last words are still spoken, and somebody may wait until they are written.
      stream.write = (...[, ...rest]: readonly unknown[]): boolean => {
        const written = rest.at(-1);
        if (typeof written === 'function') written();
        return true;
      };
      if (hasGone) return;
      hasGone = true;
      process.kill(process.pid, 'SIGINT');
    });
  }
}
