import type { Explored } from './explore-apart.ts';

/** What a search has come to, in words. */
export function sayExplored(
  { covered, found }: Explored,
  {
    command,
    written,
    output,
  }: { readonly command: readonly string[]; readonly written: readonly string[]; readonly output: string | undefined },
): string {
  const { tried, shrinking, invocations, unrepeated, seed, events, faults } = covered;
  const again = ['ecreplay', ...command].map(quoted).join(' ');
  if (found === undefined) {
    const lines = [
      `Nothing found in ${counted(tried, 'scenario')} with ${counted(invocations, 'invocation')}, seed ${seed}`,
      `  events that reached it  ${listed(events)}`,
      `  what happened to them   ${listed(faults)}`,
    ];
    if (unrepeated > 0) {
      lines.push(
        `  ${counted(unrepeated, 'failure')} came only after other scenarios in the same process: it remembers something, and a process of Lambda lives as long`,
      );
    }
    return `${lines.join('\n')}\n`;
  }
  const { breach, scenario, text } = found;
  const size = [counted(scenario.steps.length, 'step'), counted(scenario.delivery.faults.length, 'fault')].join(', ');
  return [
    breach.sentence,
    ...(breach.evidence ?? []).map((line) => `  ${line}`),
    `found in scenario ${tried} of seed ${seed}, made smaller in ${shrinking} more: ${size}`,
    ...(output === undefined ? ['', text.trimEnd(), ''] : [`written: ${written.join(', ')}`]),
    `again: ${output === undefined ? again : `ecreplay run ${output}`}`,
    '',
  ].join('\n');
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function counted(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}

function listed(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts).toSorted((a, b) => b[1] - a[1]);
  return entries.length === 0 ? 'none' : entries.map(([name, many]) => `${name} ${many}`).join(', ');
}
