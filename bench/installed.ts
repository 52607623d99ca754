import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const REPOSITORY = join(import.meta.dirname, '..');

/** A project of a user, with this package built and installed in it, and everything else linked from here. */
export interface Project extends Disposable {
  readonly folder: string;
  /** The command `ecreplay`, to be run with Node. */
  readonly ecreplay: string;
  /** The command `vitest`, likewise. */
  readonly vitest: string;
  write(file: string, text: string): void;
}

/** Makes a project in a folder of its own. Links stand in for an install: what is measured is not npm. */
export function installed(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
  const modules = join(folder, 'node_modules');
  const home = join(modules, 'ecreplay');
  mkdirSync(home, { recursive: true });
  for (const name of readdirSync(join(REPOSITORY, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name));
  }
  execFileSync(
    process.execPath,
    [join(modules, 'typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir', join(home, 'dist')],
    {
      cwd: REPOSITORY,
      stdio: 'inherit',
    },
  );
  cpSync(join(REPOSITORY, 'package.json'), join(home, 'package.json'));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('package.json', '{ "private": true, "type": "module" }');
  return {
    folder,
    ecreplay: join(home, 'dist/cli/main.js'),
    vitest: join(modules, 'vitest/vitest.mjs'),
    write,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
