import type { Command } from 'commander';
import { complete } from './complete.ts';

/** The shells that there is a script for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A shell by its name. */
export type Shell = (typeof SHELLS)[number];

/** Asks the command itself what may stand next: each candidate is a line, and what it means comes after a tab. */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_ecreplay() {
  local candidate
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    # Readline replaces what stands after "=" or ":" only.
    local current="\${COMP_WORDS[COMP_CWORD]}"
    case "$candidate" in
      --*=*) candidate="\${candidate#*=}" ;;
      *:*) [[ $COMP_WORDBREAKS == *:* && \${COMP_WORDS[COMP_CWORD-1]} == : || $current == : ]] && candidate="\${candidate#*:}" ;;
    esac
    COMPREPLY+=("$candidate")
  done < <("\${COMP_WORDS[0]}" completion --words "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[/:] ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _ecreplay ecreplay
`,
  zsh: `#compdef ecreplay
_ecreplay() {
  local line
  local -a values descriptions
  while IFS= read -r line; do
    values+=("\${line%%$'\\t'*}")
    if [[ $line == *$'\\t'* ]]; then
      descriptions+=("\${line%%$'\\t'*} -- \${line#*$'\\t'}")
    else
      descriptions+=("$line")
    fi
  done < <("\${words[1]}" completion --words "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#values} )) || return 1
  if [[ \${#values} -eq 1 && \${values[1]} == *[/:] ]]; then
    compadd -S '' -d descriptions -a values
  else
    compadd -d descriptions -a values
  fi
}
if [[ \${funcstack[1]} == _ecreplay ]]; then _ecreplay "$@"; else compdef _ecreplay ecreplay; fi
`,
  fish: `function __ecreplay_complete
  set -l words (commandline -opc) (commandline -ct)
  $words[1] completion --words $words[2..-1] 2>/dev/null
end
complete -c ecreplay -f -a '(__ecreplay_complete)'
`,
};

/** `ecreplay completion SHELL`: prints what a shell has to read once. */
export function printScript(shell: Shell): void {
  process.stdout.write(SCRIPTS[shell]);
}

/** Prints what may stand next, for the scripts. */
export async function printCandidates(root: Command, words: readonly string[]): Promise<void> {
  const candidates = await complete(root, words.length === 0 ? [''] : words);
  const lines = candidates.map(({ value, description = '' }) =>
    description === '' ? value : `${value}\t${description}`,
  );
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
