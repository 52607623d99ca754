import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Emission } from '../eventbridge/emission.ts';
import { propsFor, type Script, script } from '../rehearse/rehearse.ts';
import { readScenarioFile } from '../scenario/read-file.ts';
import type { EmitFlags } from './emit-flags.ts';

/** `ecreplay emit`: prints what AWS would say, one bare record or event a line and nothing else. */
export async function emit(file: string, flags: EmitFlags): Promise<void> {
  const scenario = await readScenarioFile(file);
  const played = script(scenario, { ...flags, ...(await propsFor(scenario)) });
  for (const { step, code, message } of played.activity.failures) {
    if (declares(scenario.steps[step])) continue;
    process.stderr.write(`Step ${step + 1} of "${file}" failed with ${code}: ${message}\n`);
  }
  await printLines(linesOf(played, flags), process.stdout);
}

/** Whether a step says that it is to fail. */
function declares(step: object | undefined): boolean {
  return Object.values(step ?? {}).some((body) => typeof body === 'object' && body !== null && 'fails' in body);
}

function linesOf({ activity, emissions, timeline }: Script, flags: EmitFlags): readonly string[] {
  const shown = ({ reaches }: { readonly reaches: 'enabled' | 'all' }): boolean =>
    flags.allManagementEvents === true || reaches === 'enabled';
  switch (flags.stage) {
    case 'activity':
      return activity.happenings.map((happening) => JSON.stringify(happening));
    case 'timeline':
      return timeline.filter(shown).map((delivery) => JSON.stringify(delivery));
    case 'emission':
      return emissions
        .filter((emission) => flags.channel === undefined || emission.channel === flags.channel)
        .filter((emission) => emission.channel === 'cloudtrail' || shown(emission))
        .toSorted(byTime)
        .map(({ text }) => text);
  }
}

/** Sorting is stable, so of one moment the record stands before the event that carries it. */
function byTime(a: Emission, b: Emission): number {
  return a.at - b.at;
}

/** Writes lines no faster than they are read, and stops without a word when the reader has gone (`| head`). */
export async function printLines(lines: readonly string[], to: Writable): Promise<void> {
  let open = true;
  to.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    open = false;
  });
  for (const line of lines) {
    if (!open) return;
    if (!to.write(`${line}\n`)) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
  }
}
