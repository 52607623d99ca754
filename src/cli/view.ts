import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { Problem } from '../problem.ts';
import { isSaved, readSaved } from '../saved/read-saved.ts';
import { checkReportName } from '../saved/report-name.ts';
import { saveRecording } from '../saved/save-recording.ts';
import type { SavedFile } from '../saved/saved-run.ts';
import { writeReportFile } from './report.ts';

/** Flags of `ecreplay view`. */
export interface ViewFlags {
  readonly output?: string;
  readonly against?: string;
  readonly open?: boolean;
}

/** `ecreplay view`: writes the page that shows a saved run or a recording. */
export async function view(file: string, flags: ViewFlags): Promise<void> {
  const output = flags.output ?? `${file.slice(0, file.length - extname(file).length)}.html`;
  checkReportName(output);
  if (output === file)
    throw new Problem('USAGE', `Cannot write the page over "${file}": wanted another name with --output`);
  const saved = await savedIn(file);
  const against = flags.against === undefined ? undefined : await savedIn(flags.against);
  await writeReportFile(output, saved, against);
  if (flags.open === true) await show(output);
}

async function savedIn(file: string): Promise<SavedFile> {
  return isSaved(await beginningOf(file)) ? readSaved(file) : saveRecording(file);
}

/** How a file begins; nothing where it cannot be read, which whoever reads it next tells better. */
async function beginningOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  try {
    const { buffer, bytesRead } = (await handle?.read({ buffer: Buffer.alloc(256), position: 0 })) ?? { bytesRead: 0 };
    return buffer?.toString('utf8', 0, bytesRead) ?? '';
  } catch {
    return '';
  } finally {
    await handle?.close();
  }
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['explorer'],
};

/** Hands the page to whatever this machine opens pages with. */
async function show(file: string): Promise<void> {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  await new Promise<void>((resolve, reject) => {
    const opener = spawn(command, [...args, file], { stdio: 'ignore', detached: true });
    opener.once('error', (cause) =>
      reject(new Problem('ENVIRONMENT_MISSING', `Cannot open "${file}": there is no "${command}" here`, { cause })),
    );
    opener.once('spawn', () => {
      opener.unref();
      resolve();
    });
  });
}
