import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exportEvents } from '../export/export-events.ts';
import { type NamedEvent, testEventSchema } from '../export/test-events.ts';
import { Problem, Problems } from '../problem.ts';
import { readScenarioFile } from '../scenario/read-file.ts';
import type { ExportFlags } from './export-flags.ts';
import { makeFolder } from './make-folder.ts';
import { scenarioFiles } from './scenario-files.ts';

/** `ecreplay export`: writes the events of scenarios as files, one an event, or as Lambda's shareable test events. */
export async function exportScenarios(paths: readonly string[], flags: ExportFlags): Promise<void> {
  const { files, problems } = scenarioFiles(paths);
  if (problems.length > 0) throw new Problems(problems);
  if (files.length === 0) throw new Problem('FILE_NOT_FOUND', 'Cannot export anything: there are no scenario files');
  const of: { readonly scenario: string; readonly events: readonly NamedEvent[] }[] = [];
  for (const file of files) {
    const scenario = await readScenarioFile(file);
    of.push({ scenario: scenario.name, events: await exportEvents(scenario, flags) });
  }
  if (flags.as === 'test-events') {
    writeTestEvents(of, flags);
    return;
  }
  const written = of.flatMap(({ scenario, events }) =>
    events.map(({ name, event }) =>
      write(join(flags.output, scenario, `${name}.json`), `${JSON.stringify(event, undefined, 2)}\n`),
    ),
  );
  report(written, flags.output);
}

function writeTestEvents(of: Parameters<typeof named>[0], { output, function: name }: ExportFlags): void {
  if (name === undefined) {
    throw new Problem('USAGE', 'Cannot make test events: it is not said of which function, wanted --function NAME');
  }
  const schema = testEventSchema(name, named(of));
  report([write(join(output, `${schema.SchemaName}.json`), `${JSON.stringify(schema, undefined, 2)}\n`)], output);
  process.stdout.write(
    `Shared by: aws schemas create-schema --cli-input-json file://${join(output, schema.SchemaName)}.json\n`,
  );
}

/** Names that are distinct over all scenarios, where there are several. */
function named(
  of: readonly { readonly scenario: string; readonly events: readonly NamedEvent[] }[],
): readonly NamedEvent[] {
  return of.flatMap(({ scenario, events }) =>
    events.map(({ name, event }) => ({ name: of.length === 1 ? name : `${scenario}-${name}`, event })),
  );
}

/** Writes a file whole or not at all, and leaves one alone that is the same already. Returns whether it was written. */
function write(file: string, text: string): boolean {
  try {
    if (readFileSync(file, 'utf8') === text) return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotWrite(file, error);
  }
  try {
    makeFolder(dirname(file));
    writeFileSync(`${file}.partial`, text);
    renameSync(`${file}.partial`, file);
    return true;
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

function cannotWrite(file: string, cause: unknown): Problem {
  return new Problem('FILE_UNREADABLE', `Cannot write "${file}": ${(cause as Error).message}`, { cause });
}

function report(written: readonly boolean[], folder: string): void {
  const fresh = written.filter(Boolean).length;
  const same = written.length - fresh;
  process.stdout.write(
    `${fresh} ${fresh === 1 ? 'file' : 'files'} written to ${folder}${same === 0 ? '' : `, ${same} ${same === 1 ? 'is' : 'are'} as before`}\n`,
  );
}
