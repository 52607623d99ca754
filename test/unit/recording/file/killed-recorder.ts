import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createRecording } from '../../../../src/recording/file/create-recording.ts';
import { openRecording } from '../../../../src/recording/file/open-recording.ts';

/** What is in a recording whose recorder was killed again and again. */
export interface Survived {
  /** How many lines the recorders had said were safe. */
  readonly acknowledged: number;
  /** The ids of the events, in the order of the file. */
  readonly ids: readonly string[];
  readonly problems: readonly string[];
  /** The accounts that stand in it: one, if the key outlived them all. */
  readonly accounts: readonly string[];
}

/** Kills recorders of one file with SIGKILL, each `after(n)` milliseconds behind its first acknowledgement. */
export async function killRecorders(file: string, kills: number, after: (kill: number) => number): Promise<Survived> {
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'recorder.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.on('data', (text: Buffer) => (told += text.toString()));
    await once(child.stdout, 'data');
    setTimeout(() => child.kill('SIGKILL'), after(kill));
    await once(child, 'close');
    // A number that is cut off may be smaller than it was, never greater.
    acknowledged = Math.max(acknowledged, ...told.split('\n').map(Number));
  }
  const recording = await createRecording(file, { source: { kind: 'test' } });
  await recording.finish();
  const reading = await openRecording(file);
  const ids: string[] = [];
  const accounts = new Set<string>();
  for await (const line of reading) {
    if (line.channel !== 'eventbridge') continue;
    ids.push(line.event.id);
    accounts.add(line.event.account);
  }
  return { acknowledged, ids, problems: reading.problems.map(({ message }) => message), accounts: [...accounts] };
}
