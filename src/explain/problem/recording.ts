import type { ProblemCode } from '../../problem.ts';
import type { Page } from '../page.ts';
import { CONFIG } from '../sample.ts';

type Code = Extract<ProblemCode, `RECORDING_${string}` | 'REDACTION_KEY'>;

/** An event of ECR as a line of a file. */
const EVENT =
  '{"version":"0","id":"13cde686-328b-6117-af20-0e5566167482","detail-type":"ECR Image Action","source":"aws.ecr","account":"123456789012","time":"2019-11-16T01:54:34Z","region":"us-west-2","resources":[],"detail":{"result":"SUCCESS","repository-name":"web","image-digest":"sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234abcd","action-type":"PUSH","image-tag":"1.4.2"}}\n';
const DEPLOYER = { 'ecreplay.config.mjs': CONFIG, 'deployer.mjs': 'export function handler() {}\n' };

/** What can be wrong with a recording, or with redacting one. */
export const RECORDING: Readonly<Record<Code, Page>> = {
  RECORDING_HEADER: {
    means:
      'The first line of a recording is of another version, or claims a count or a hash that does not hold: lines were added, changed or lost.',
    example: {
      files: { 'night.ndjson': `{"ecreplay":"recording","version":2}\n${EVENT}` },
      command: ['scenario', 'night.ndjson'],
      says: 'RECORDING_HEADER',
    },
    mend: 'Record it again. Where the lines are known to be right, a file without the header is read as one event a line.',
  },
  RECORDING_LINE: {
    means: 'A line of a recording is neither an event nor a record. The others are used.',
    example: {
      files: { 'night.ndjson': `${EVENT}"PutImage"\n${EVENT}`, 'day.ndjson': EVENT },
      command: ['diff', 'night.ndjson', 'day.ndjson'],
      says: 'Cannot read line 2 of "night.ndjson"',
    },
    mend: 'A line is one JSON object as EventBridge or CloudTrail has it. What other tools have packed differently is read by npx ecreplay record FILE.',
  },
  RECORDING_LINE_TOO_LONG: {
    means: 'A line of a recording has more than 64 MiB; no event of EventBridge has more than 1 MiB.',
    example: {
      files: { 'night.ndjson': { shown: '65 MiB without a line break', hex: '61', times: 68_157_440 } },
      command: ['redact', 'night.ndjson', '-o', 'night.redacted.ndjson'],
      says: 'it has more than 64 MiB',
    },
    mend: 'It is one JSON document rather than a document a line: jq -c ".Records[]" FILE makes lines of it, and npx ecreplay record FILE reads log files of CloudTrail as they are.',
  },
  RECORDING_TOO_DEEP: {
    means: 'A line of a recording is nested more than a thousand deep; nothing that AWS says is.',
    example: {
      files: {
        'night.ndjson': {
          shown: 'an event, and a line of 5,000 opening brackets',
          hex: '5b',
          times: 5_000,
          around: [EVENT, '\n'],
        },
      },
      command: ['drift', 'night.ndjson'],
      says: 'it is nested more than a thousand deep',
    },
    mend: 'Look where the file is from: it is damaged, or made to break whoever reads it.',
  },
  RECORDING_CUT: {
    means:
      'The last line of a recording is cut off, as by a copy or a download that was interrupted. The others are used.',
    example: {
      files: { 'night.ndjson': EVENT + EVENT.slice(0, 120), 'day.ndjson': EVENT },
      command: ['diff', 'night.ndjson', 'day.ndjson'],
      says: 'Cannot read line 2 of "night.ndjson", its last: it is cut off',
    },
    mend: 'Copy it again; npx ecreplay record goes on where it was interrupted when it is given once more.',
  },
  RECORDING_DAMAGED: {
    means: 'The packing of a recording (gzip, Zstandard) is cut off or damaged. What was unpacked until there is used.',
    example: {
      files: {
        'night.ndjson.gz': { shown: 'the first bytes of a gzip file', hex: '1f8b0800000000000003ab', times: 1 },
      },
      command: ['scenario', 'night.ndjson.gz'],
      says: 'RECORDING_DAMAGED',
    },
    mend: 'Copy it again: gzip -t FILE tells whether it is whole.',
  },
  REDACTION_KEY: {
    means: 'The key for redaction is too short to keep a secret, or its file cannot be read.',
    example: {
      files: { 'trail.json': '{"eventVersion":"1.08"}\n', 'key.txt': 'secret\n' },
      command: ['redact', 'trail.json', '-o', 'redacted.json', '--key', 'key.txt'],
      says: 'Cannot redact with the key in "key.txt"',
    },
    mend: 'Make one with openssl rand -base64 32 > key.txt, and keep it beside nothing that was redacted with it.',
  },
  RECORDING_HARMLESS: {
    means:
      'The consumer does not fail when it is told what was recorded, so that nothing can be cut down to its failure.',
    example: {
      files: { 'night.ndjson': EVENT, ...DEPLOYER },
      command: ['scenario', 'night.ndjson', '--fails', 'deployer'],
      says: 'Cannot cut the recording down: "deployer" does not fail when it is told what was recorded',
    },
    mend: 'Events alone may not repeat it: what AWS answered to its calls is in the records of its own role, which --role names; and its environment is that of the configuration.',
  },
};
