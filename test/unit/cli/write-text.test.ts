import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { writeText } from '../../../src/cli/write-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecreplay-write-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file is replaced whole', async () => {
  const file = join(folder, 'new/report.html');
  await writeText(file, 'one');
  await writeText(file, 'two');
  expect(readFileSync(file, 'utf8')).toBe('two');
});

// A superuser's `--out /dev/null` put a file in the place of the device, for everyone on the machine.
test('what is no file, such as /dev/null or a pipe, is written to and stays', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  // Opened for both, it waits for nobody.
  const reader = await open(pipe, 'r+');
  onTestFinished(() => reader.close());
  await writeText(pipe, 'told');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  const { buffer, bytesRead } = await reader.read(Buffer.alloc(10));
  expect(buffer.toString('utf8', 0, bytesRead)).toBe('told');
});
