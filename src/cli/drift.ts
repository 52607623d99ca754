import { drift as compareWithOurs, type Drift } from '../deduce/drift.ts';
import { toldIn } from '../deduce/told-in.ts';
import { Problem } from '../problem.ts';
import { shown } from './diff.ts';
import { printLines } from './emit.ts';
import { exitAtLeast } from './exit.ts';
import { telling } from './telling.ts';

/** Flags of `ecreplay drift`. */
export interface DriftFlags {
  readonly json?: boolean;
}

/** What is named one by one of what cannot be compared. */
const NAMED = 20;

/** `ecreplay drift`: says where real records are not what ecreplay would have said. */
export async function drift(file: string, { json }: DriftFlags): Promise<void> {
  const { drifts, compared, apart } = await compareWithOurs(toldIn(file, telling({ isVerdict: true })));
  if (compared + apart.length === 0)
    throw new Problem('FILE_EMPTY', `Cannot compare "${file}": it holds no record and no event`);
  if (json === true) process.stdout.write(`${JSON.stringify({ drifts, compared, apart })}\n`);
  else {
    const rest = apart.length > NAMED ? [`  and ${apart.length - NAMED} more`] : [];
    await printLines(
      [
        ...drifts.flatMap((each) => wordsOf(each, file)),
        `Compared: ${compared}. Differences: ${drifts.length}.${apart.length === 0 ? '' : ` No step brings about ${apart.length}:`}`,
        ...apart.slice(0, NAMED).map(({ line, what }) => `  ${file}:${line}  ${what}`),
        ...rest,
      ],
      process.stdout,
    );
  }
  if (drifts.length > 0) exitAtLeast(1);
}

function wordsOf({ what, path, recorded, said, times, line }: Drift, file: string): readonly string[] {
  const often = times === 1 ? '' : `, ${times} times`;
  return [`${what}  ${path}`, `  recorded ${shown(recorded)}, ecreplay says ${shown(said)}  ${file}:${line}${often}`];
}
