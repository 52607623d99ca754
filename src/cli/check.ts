import { Problem, Problems } from '../problem.ts';
import { propsFor } from '../rehearse/rehearse.ts';
import { tell } from '../rehearse/tell.ts';
import { readScenarioFile } from '../scenario/read-file.ts';
import { complain, complainOf } from './exit.ts';
import { scenarioFiles } from './scenario-files.ts';

/** `ecreplay check`: reads every file, acts it out without telling anybody, and prints every problem of all of them. */
export async function check(paths: readonly string[]): Promise<void> {
  const { files, problems } = scenarioFiles(paths);
  for (const problem of problems) complain(problem);
  let bad = 0;
  // One after another, so that problems come in the order of the files.
  for (const file of files) if (!(await isSound(file))) bad += 1;
  if (files.length > 0) process.stdout.write(`${summary(files.length, bad)}\n`);
}

async function isSound(file: string): Promise<boolean> {
  try {
    const scenario = await readScenarioFile(file);
    // What is given, and a request that it words itself, only the registry can judge.
    tell(scenario, await propsFor(scenario));
    return true;
  } catch (error) {
    if (!(error instanceof Problems || error instanceof Problem)) throw error;
    complainOf(error);
    return false;
  }
}

function summary(all: number, bad: number): string {
  const files = all === 1 ? '1 file' : `${all} files`;
  return bad === 0 ? `${files} checked, no problems` : `${files} checked, ${bad} with problems`;
}
