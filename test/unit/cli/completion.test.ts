import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { config, project, push, type Project } from './project.ts';

const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');

/** A project with a consumer and scenarios, and the command on its path. */
function shellProject(): Project & { readonly env: NodeJS.ProcessEnv } {
  const folder = project({
    'ecreplay.config.mjs': config('deployer.mjs#handler'),
    'deployer.mjs': 'export const handler = () => null;\n',
    'scenarios/push.yaml': push(),
    'scenarios/pull-twice.yaml': push(),
    'scenarios/notes.txt': '',
  });
  const command = join(folder.folder, 'ecreplay');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(command, 0o755);
  return { ...folder, env: { PATH: `${folder.folder}:${process.env['PATH']}`, HOME: folder.folder, TERM: 'dumb' } };
}

function has(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

/** What each shell is asked, and what has to be among its answers. */
const ASKED = [
  ['ecreplay tri', ['trigger']],
  ['ecreplay pattern t', ['test']],
  ['ecreplay trigger scan-', ['scan-findings', 'scan-failed']],
  ['ecreplay trigger push --rem', ['--remove']],
  ['ecreplay trigger push --to dep', ['deployer']],
  ['ecreplay emit scenarios/pu', ['scenarios/push.yaml', 'scenarios/pull-twice.yaml']],
  ['ecreplay emit scenarios/push.yaml --profile ', ['observed', 'documented']],
  ['ecreplay check scen', ['scenarios/']],
  ['ecreplay completion z', ['zsh']],
] as const;

test(
  'bash completes verbs, options, their values, flows, consumers and scenario files',
  { timeout: 120_000 },
  ({ skip }) => {
    skip(!has('bash'), 'there is no bash here');
    using folder = shellProject();
    // As readline does it: the words of the line, and the one that the cursor is on.
    const script = `source <(ecreplay completion bash)
complete -p ecreplay >/dev/null || exit 9
while IFS= read -r line; do
  read -ra COMP_WORDS <<<"$line"
  [[ $line == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMP_LINE=$line COMP_POINT=\${#line}
  _ecreplay
  (IFS=' '; echo "\${COMPREPLY[*]}")
done`;
    const { stdout, status } = spawnSync('bash', ['--norc', '-c', script], {
      cwd: folder.folder,
      env: folder.env,
      input: ASKED.map(([line]) => `${line}\n`).join(''),
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split(' ').toSorted()),
    ).toEqual(ASKED.map(([, wanted]) => wanted.toSorted()));
  },
);

test('fish completes the same', { timeout: 120_000 }, ({ skip }) => {
  skip(!has('fish'), 'there is no fish here');
  using folder = shellProject();
  const asks = ASKED.map(([line]) => `complete -C '${line}'; echo ====`).join('\n');
  const text = execFileSync('fish', ['--no-config', '-c', `ecreplay completion fish | source\n${asks}`], {
    cwd: folder.folder,
    env: folder.env,
    encoding: 'utf8',
  });
  const answers = text.split('====\n').slice(0, -1);
  for (const [index, [line, wanted]] of ASKED.entries()) {
    // What it means comes after a tab.
    const values = answers[index]!.split('\n')
      .slice(0, -1)
      .map((one) => one.split('\t')[0]);
    expect({ line, values: new Set(values) }).toEqual({ line, values: new Set(wanted) });
  }
  expect(answers[0]).toBe('trigger\tsend one event, changed as you like\n');
});

test('zsh completes on a terminal', { timeout: 120_000 }, ({ skip }) => {
  skip(!has('zsh'), 'there is no zsh here');
  using folder = shellProject();
  // A terminal of its own, in which tab is pressed; what is typed comes back completed.
  const script = `zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PROMPT=; autoload -U compinit; compinit -u -D; source <(ecreplay completion zsh); print read''y'
zpty -r z text '*ready*' || exit 8
complete_to() {
  zpty -w -n z "$1"$'\\t'
  zpty -r -m z text "*$2*" || exit 9
  zpty -w -n z $'\\x15'
}
complete_to 'ecreplay trigger scan-fi' 'trigger scan-findings '
complete_to 'ecreplay trigger push --rem' '--remove '
complete_to 'ecreplay trigger push --to dep' '--to deployer '
complete_to 'ecreplay emit scenarios/pus' 'scenarios/push.yaml '
complete_to 'ecreplay check scen' 'check scenarios/'
print completed`;
  const { stdout, status } = spawnSync('zsh', ['-f', '-c', script], {
    cwd: folder.folder,
    env: folder.env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect({ stdout, status }).toEqual({ stdout: 'completed\n', status: 0 });
});

test('a word is completed after an equals sign, and after one that bash has taken for a word', async () => {
  using folder = shellProject();
  const words = async (...given: readonly string[]) =>
    (await folder.ecreplay(['completion', '--words', ...given])).stdout;
  expect(await words('emit', '--profile=o')).toBe('--profile=observed\n');
  expect(await words('emit', '--profile', '=', 'o')).toBe('--profile=observed\n');
  expect(await words('run', '--bus', '')).toContain('localstack\n');
});

test('what cannot be completed is nothing, and no error', async () => {
  using folder = shellProject();
  folder.write({ 'ecreplay.config.mjs': 'throw new Error("broken");' });
  for (const given of [
    ['nonsense', 'x'],
    ['trigger', 'push', '--to', 'depl'],
    ['emit', 'no/such/folder/'],
    ['completion', 'bash', ''],
  ]) {
    expect(await folder.ecreplay(['completion', '--words', ...given])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
      text: '',
    });
  }
});

test('a shell that there is no script for is refused', async () => {
  using folder = shellProject();
  expect(await folder.ecreplay(['completion', 'tcsh'])).toMatchObject({ status: 2 });
  expect((await folder.ecreplay(['completion'])).stderr).toContain('wanted one of bash, zsh, fish');
});
