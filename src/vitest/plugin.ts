import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';
import type { TestProject, Vitest } from 'vitest/node';
import type { BusWish } from '../bus/bus-spec.ts';
import { Problems } from '../problem.ts';
import { findConfig } from '../rehearse/config.ts';
import type { Setup } from '../rehearse/setup.ts';
import { emitConfig } from './emit-config.ts';
import { CONFIG_QUERY, emitProblems, emitScenario } from './emit.ts';
import { fingerprint } from './fingerprint.ts';
import { type Hosting, openHosting } from './hosting.ts';

/** What decides a rehearsal besides its scenario and configuration. */
export interface Wishes extends Pick<Setup, 'seed' | 'profile'> {
  /** The bus to deliver on; what the configuration says of the same bus holds too. */
  readonly bus?: BusWish;
  /** Has each scenario tell what happened in it, also where all is well. */
  readonly isVerbose?: boolean;
  /** A folder that each run is saved in, for a report of them. */
  readonly shelf?: string;
}

/** What a user may tell the plugin. */
export interface EcreplayOptions extends Wishes {
  /** Globs of the files that are scenarios: YAML below a folder `scenarios` unless told. */
  readonly include?: readonly string[];
  /** Globs of the files among them that are not: those in a folder `invalid` unless told. */
  readonly exclude?: readonly string[];
  /** The configuration file, relative to the working directory; the nearest above each scenario unless told. */
  readonly config?: string;
  /** How long Vitest waits for one rehearsal, in milliseconds; two minutes unless told, because each handler has a timeout of its own. */
  readonly timeout?: number;
}

declare module 'vitest' {
  interface ProvidedContext {
    ecreplay: Wishes;
  }
}

const HOME = fileURLToPath(new URL('..', import.meta.url));
const SCENARIO = /\.ya?ml$/;
const CONFIG = /\?ecreplay$/;

/**
 * Makes scenario files test files of Vitest. `hosting` is for whoever has begun with the bus already.
 *
 * @example
 * export default defineConfig({ plugins: [ecreplay()], test: { isolate: false } });
 */
export function ecreplay(options: EcreplayOptions = {}, hosting: Hosting = openHosting(options.bus)): Plugin {
  const {
    include = ['scenarios/**/*.{yaml,yml}'],
    exclude = ['**/invalid/**', '**/*.load.{yaml,yml}'],
    timeout = 120_000,
  } = options;
  const projects = new Set<TestProject>();
  const edition = fingerprint();
  /** What has been said about rules that were read: once is enough. */
  const told = new Set<string>();

  const isScenario = (id: string): boolean =>
    SCENARIO.test(id) && projects.values().some((project) => project.matchesTestGlob(id));
  const configFor = (file: string): string | undefined =>
    options.config === undefined ? findConfig(dirname(file)) : resolve(options.config);

  async function attend(project: TestProject, vitest: Vitest): Promise<void> {
    const bus = await hosting.attend(vitest);
    if (bus !== undefined) project.provide('ecreplay', { ...wishes(options), bus });
  }

  return {
    name: 'ecreplay',
    enforce: 'pre',
    async config(user, { command }) {
      if (command === 'serve') hosting.begin();
      const own = {
        provide: { ecreplay: wishes(options) },
        // Our own code is ready for Node: taking it through Vite would only cost time, and a copy for each edit.
        server: { deps: { external: [new RegExp(`^${escaped(HOME.replaceAll(sep, '/'))}`)] } },
      };
      // Lists are added to those of the user; where there are none, Vitest's defaults would be lost.
      const { configDefaults } = await import('vitest/config');
      const theirs = user.test ?? {};
      return {
        test: {
          ...own,
          include: [...(theirs.include === undefined ? configDefaults.include : []), ...include],
          exclude: [...(theirs.exclude === undefined ? configDefaults.exclude : []), ...exclude],
        },
      };
    },
    configureVitest({ project, vitest, defineCacheKeyGenerator }) {
      projects.add(project);
      defineCacheKeyGenerator(({ id }) => {
        // What a configuration says may hang on other files and on the environment, so it is asked each time.
        if (CONFIG.test(id)) return false;
        return isScenario(id) ? [edition, timeout, configFor(id)].join('|') : undefined;
      });
      return waitedFor(attend(project, vitest));
    },
    load: {
      filter: { id: [SCENARIO, CONFIG] },
      async handler(id) {
        if (CONFIG.test(id)) {
          const file = id.slice(0, -CONFIG_QUERY.length);
          this.addWatchFile(file);
          return emitConfig(
            file,
            (bus) => hosting.prepare(bus),
            async ({ files, notes }) => {
              for (const read of files) this.addWatchFile(read);
              // Read late: most configurations have nothing read for them.
              const { toTell } = await import('./to-tell.ts');
              for (const text of toTell(notes, process.cwd())) {
                if (!told.has(text)) process.stderr.write(`${text}\n`);
                told.add(text);
              }
            },
          );
        }
        return isScenario(id) ? toModule(id, configFor(id), timeout) : undefined;
      },
    },
  };
}

/** Vitest waits for what this hook returns, which the hook's type does not say. */
function waitedFor(promise: Promise<void>): void {
  return promise as unknown as void;
}

async function toModule(file: string, config: string | undefined, timeout: number) {
  // Read late: a scenario that Vitest has in its cache needs neither zod nor yaml.
  const { readScenarioFile } = await import('../scenario/read-file.ts');
  try {
    return emitScenario(await readScenarioFile(file), { config, root: dirname(file), timeout });
  } catch (error) {
    if (!(error instanceof Problems)) throw error;
    return emitProblems(file, error.problems);
  }
}

function wishes({ bus, seed, profile, isVerbose = false, shelf }: EcreplayOptions): Wishes {
  return {
    ...(bus && { bus }),
    ...(seed !== undefined && { seed }),
    ...(profile && { profile }),
    ...(isVerbose && { isVerbose }),
    ...(shelf !== undefined && { shelf }),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
