#!/usr/bin/env node
// Only Node's own modules are imported here, and none of their newer names: an old Node has to get as far as the
// sentence below, and the compile cache has to be on before the rest is read.
import module from 'node:module';
import { dirname } from 'node:path';

const NEEDED = [22, 22] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `Cannot run ecreplay on Node ${process.versions.node}: it needs Node ${NEEDED.join('.')} or newer\n`,
  );
  process.exitCode = 3;
} else {
  module.enableCompileCache();
  const cache = module.getCompileCacheDir();
  // Vitest's workers do not inherit the call, only the variable; Node adds a folder for its own version.
  if (cache !== undefined) process.env['NODE_COMPILE_CACHE'] ??= dirname(cache);
  const { main } = await import('./verbs.ts');
  await main(process.argv.slice(2));
}
