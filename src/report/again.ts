/** What decides a run, besides the files. */
export interface Repeat {
  readonly file: string;
  readonly seed: number | string;
  /** Only when it is not the scenario's own or the default. */
  readonly profile?: string | undefined;
  /** The flags that ask for the bus, where they were given. */
  readonly bus?: readonly string[];
}

/** The command that has a run again, as it can be pasted into a shell. */
export function againCommand({ file, seed, profile, bus = [] }: Repeat): string {
  const words = ['npx', 'ecreplay', 'run', file, '--seed', String(seed)];
  if (profile !== undefined) words.push('--profile', profile);
  words.push(...bus);
  return commandLine(words);
}

/** Words as a command line that can be pasted into a shell. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
