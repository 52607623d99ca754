/** What decides a run, besides the files. */
export interface Repeat {
  readonly file: string;
  readonly seed: number | string;
  /** Only when it is not the scenario's own or the default. */
  readonly profile?: string | undefined;
  readonly bus?: string | undefined;
}

/** The command that has a run again, as it can be pasted into a shell. */
export function againCommand({ file, seed, profile, bus }: Repeat): string {
  const words = ['npx', 'ecreplay', 'run', file, '--seed', String(seed)];
  if (profile !== undefined) words.push('--profile', profile);
  if (bus !== undefined) words.push('--bus', bus);
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
