import type { ProblemCode } from '../../problem.ts';
import type { Page } from '../page.ts';

/** What can be wrong with a file before a word of it is understood. */
export const FILE: Readonly<Record<Extract<ProblemCode, `FILE_${string}`>, Page>> = {
  FILE_NOT_FOUND: {
    means: 'There is no file or folder at that path, or no scenario in the folder.',
    example: {
      files: { 'push.yaml': 'version: 1\n' },
      command: ['emit', 'psuh.yaml'],
      says: 'Cannot read psuh.yaml: there is no such file, did you mean "push.yaml"',
    },
    mend: 'Paths are relative to the folder that the command is given in; the nearest name that is there is told.',
  },
  FILE_UNREADABLE: {
    means: 'The path is there and cannot be read: it is a folder, a device, or not for you to read.',
    example: {
      files: { 'scenarios/push.yaml': 'version: 1\n' },
      command: ['emit', 'scenarios'],
      says: 'Cannot read scenarios: it is a directory, not a scenario file',
    },
    mend: 'Name the file itself, or make it readable to whoever runs the command.',
  },
  FILE_EMPTY: {
    means: 'The file holds nothing, or nothing but comments.',
    example: {
      files: { 'push.yaml': '# later\n' },
      command: ['check', 'push.yaml'],
      says: 'it holds no scenario',
    },
    mend: 'A scenario begins with "version: 1", a description and steps; npx ecreplay init writes one for each of your rules.',
  },
  FILE_TOO_LARGE: {
    means: 'The file is larger than what is read as a whole: 8 MiB of a scenario, 256 MiB of a run that was saved.',
    example: {
      files: { 'push.yaml': { shown: '9 MiB of spaces', hex: '20', times: 9_437_184 } },
      command: ['check', 'push.yaml'],
      says: 'it has 9.0 MiB, and a scenario file has 8 MiB at most',
    },
    mend: 'A scenario of that size was hardly written by hand: a recording (npx ecreplay replay) has no limit, and --from, --to and --around cut a piece out of one.',
  },
  FILE_NOT_UTF8: {
    means:
      'The file, or a line of it, holds bytes that are not UTF-8: it was saved in another encoding, or is no text.',
    example: {
      files: {
        'push.yaml': {
          shown: '"version: 1" and "description: café", saved as Latin-1',
          hex: '76657273696f6e3a20310a6465736372697074696f6e3a20636166e90a',
          times: 1,
        },
      },
      command: ['check', 'push.yaml'],
      says: 'push.yaml:2:17  FILE_NOT_UTF8',
    },
    mend: 'Save it as UTF-8: iconv -f latin1 -t utf-8 push.yaml',
  },
  FILE_NOT_WRITTEN: {
    means:
      'What was asked for cannot be written: the disk is full, the folder is not there, or a file of that name stays.',
    example: {
      files: { 'trail.json': '{"eventVersion":"1.08"}\n' },
      command: ['redact', 'trail.json', '-o', 'nowhere/trail.json'],
      says: 'Cannot write "nowhere/trail.json"',
    },
    mend: 'Make room or the folder, or name another file. What a recording had until then is in FILE.partial, and the same command goes on from there.',
  },
};
