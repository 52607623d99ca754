import { commandLine } from '../report/again.ts';

/** The command line that this process was started with, but for one flag and its value. */
export function againWithout(flag: string, words: readonly string[] = process.argv.slice(2)): string {
  const kept = words.filter(
    (word, index) => word !== flag && words[index - 1] !== flag && !word.startsWith(`${flag}=`),
  );
  return commandLine(['npx', 'ecreplay', ...kept]);
}
