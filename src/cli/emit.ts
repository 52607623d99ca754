import type { Writable } from 'node:stream';
import { propsFor, script, type Wishes } from '../rehearse/rehearse.ts';
import { tell } from '../rehearse/tell.ts';
import { readScenarioFile } from '../scenario/read-file.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { EmitFlags } from './emit-flags.ts';

/** `ecreplay emit`: prints what AWS would say, one bare record or event a line and nothing else. */
export async function emit(file: string, flags: EmitFlags): Promise<void> {
  const scenario = await readScenarioFile(file);
  const wishes = { ...flags, ...(await propsFor(scenario)) };
  const { failures, lines } =
    flags.stage === 'emission' ? told(scenario, wishes, flags) : played(scenario, wishes, flags);
  for (const { step, code, message } of failures) {
    if (declares(scenario.steps[step])) continue;
    process.stderr.write(`Step ${step + 1} of "${file}" failed with ${code}: ${message}\n`);
  }
  await printLines(lines, process.stdout);
}

interface Lines {
  readonly failures: ReturnType<typeof tell>['failures'];
  readonly lines: Iterable<string>;
}

/** Emissions as they come about: however long a scenario is, few are held at once. */
function told(scenario: Scenario, wishes: Wishes, flags: EmitFlags): Lines {
  const telling = tell(scenario, wishes);
  function* lines(): Generator<string> {
    for (const emission of telling.emissions()) {
      if (flags.channel !== undefined && emission.channel !== flags.channel) continue;
      if (emission.channel === 'cloudtrail' || isShown(emission, flags)) yield emission.text;
    }
  }
  return { failures: telling.failures, lines: lines() };
}

function played(scenario: Scenario, wishes: Wishes, flags: EmitFlags): Lines {
  const { activity, timeline } = script(scenario, wishes);
  const lines =
    flags.stage === 'activity'
      ? activity.happenings.map((happening) => JSON.stringify(happening))
      : timeline.filter((delivery) => isShown(delivery, flags)).map((delivery) => JSON.stringify(delivery));
  return { failures: activity.failures, lines };
}

function isShown({ reaches }: { readonly reaches: 'enabled' | 'all' }, flags: EmitFlags): boolean {
  return flags.allManagementEvents === true || reaches === 'enabled';
}

/** Whether a step says that it is to fail. */
function declares(step: object | undefined): boolean {
  return Object.values(step ?? {}).some((body) => typeof body === 'object' && body !== null && 'fails' in body);
}

/** Writes lines no faster than they are read, and stops without a word when the reader has gone (`| head`). */
export async function printLines(lines: Iterable<string>, to: Writable): Promise<void> {
  let open = true;
  to.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    open = false;
  });
  for (const line of lines) {
    if (!open) return;
    if (!to.write(`${line}\n`)) await drained(to);
  }
}

/** When a reader has caught up, or gone. Nobody listens on: long output waits many times. */
function drained(to: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      to.off('drain', go);
      to.off('close', go);
      resolve();
    };
    to.on('drain', go);
    to.on('close', go);
  });
}
