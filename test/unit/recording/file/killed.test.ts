import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { push } from '../recorded-lines.ts';
import { killRecorders } from './killed-recorder.ts';

test(
  'every line that was acknowledged is there, once and in order, however often the recorder is killed',
  {
    timeout: 60_000,
  },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recording-'));
    const file = join(folder, 'killed.ndjson.gz');
    const { acknowledged, ids, problems, accounts } = await killRecorders(file, 6, (kill) => (kill * 17) % 40);
    expect(problems).toEqual([]);
    expect(acknowledged).toBeGreaterThan(6);
    expect(ids.length).toBeGreaterThanOrEqual(acknowledged);
    const written = ids.map((_, index) => push(index)).map((it) => 'event' in it && it.event.id);
    expect(ids).toEqual(written);
    expect(accounts).toEqual([expect.stringMatching(/^999999\d{6}$/)]);
    expect(existsSync(`${file}.partial`) || existsSync(`${file}.partial.key`)).toBe(false);
    rmSync(folder, { recursive: true });
  },
);
