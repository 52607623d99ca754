import { sweep } from '../bus/remote/sweep.ts';
import { complain } from './exit.ts';

/** What `clean` may be told. */
export interface CleanFlags {
  readonly endpoint?: string;
  readonly account: string;
  readonly region: string;
  readonly all?: true;
}

/** Takes away what runs that were killed have left behind, and says what it was. */
export async function clean({ endpoint, account, region, all }: CleanFlags): Promise<void> {
  const at = endpoint === undefined ? undefined : { bus: 'localstack', account, region, endpoint };
  const { taken, problems, untold } = await sweep({ all: all === true, ...(at !== undefined && { at }) });
  for (const { kind, name } of taken) process.stdout.write(`Took away ${kind} "${name}"\n`);
  for (const { run, accepted, unknown } of untold) {
    const doubtful = unknown.length === 0 ? '' : `; of ${unknown.length} nobody knows: ${unknown.join(', ')}`;
    process.stdout.write(
      `Run ${run} had delivered ${accepted} event${accepted === 1 ? '' : 's'} when it ended${doubtful}\n`,
    );
  }
  for (const problem of problems) complain(problem);
  if (taken.length === 0 && problems.length === 0) process.stdout.write('Nothing is left of any run\n');
}
