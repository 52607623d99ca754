import type { BusSpec } from '../bus/bus-spec.ts';
import { handlerFile } from '../consumer/handler-file.ts';
import { Problem, Problems } from '../problem.ts';
import { loadSetup } from '../rehearse/config.ts';
import type { Setup } from '../rehearse/setup.ts';
import { plain } from './outcome.ts';

/**
 * What a configuration says, as a module: its rules and consumers as data, and an import for each handler. `prepare` makes the bus
 * ready that it names; `tell` is told what its rules were read from, where they were.
 *
 * The imports are spelled out, so that Vite's graph leads from a handler to the scenarios it serves: that is what
 * `--watch`, `--changed` and `vitest related` go by, and what lets a handler be TypeScript with the project's aliases.
 */
export async function emitConfig(
  file: string,
  prepare: (bus: BusSpec) => Promise<BusSpec> = (bus) => Promise.resolve(bus),
  tell: (read: NonNullable<Setup['read']>) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  try {
    const { bus, read, ...said } = await loadSetup(file);
    if (read !== undefined) await tell(read);
    const setup = { ...said, ...(bus !== undefined && { bus: await prepare(bus) }) };
    const files = Object.values(setup.consumers).flatMap((spec) =>
      'handler' in spec ? (handlerFile(setup.root, spec.handler) ?? []) : [],
    );
    const imports = [...new Set(files)].map(
      (file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(file.replaceAll('\\', '/'))})`,
    );
    return `export const setup = ${JSON.stringify(setup)};\nexport const modules = { ${imports.join(', ')} };\n`;
  } catch (error) {
    if (!(error instanceof Problems || error instanceof Problem)) throw error;
    const problems = error instanceof Problem ? [error] : error.problems;
    return `export const problems = ${JSON.stringify(problems.map(plain))};\n`;
  }
}
