import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../../../src/cli/make-folder.ts';

test('folders are made down to the one that is asked for, and one that is there is left alone', () => {
  const root = mkdtempSync(join(tmpdir(), 'ecreplay-folder-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  makeFolder(join(root, 'a/b/c'));
  makeFolder(join(root, 'a/b/c'));
  expect(existsSync(join(root, 'a/b/c'))).toBe(true);
});

test('a file in the way is an error', () => {
  const root = mkdtempSync(join(tmpdir(), 'ecreplay-folder-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file'))).toThrow(/ENOTDIR/);
  expect(() => makeFolder(join(root, 'file/a/b'))).toThrow(/ENOTDIR/);
});

// Node's own recursion ran on for ever.
test.skipIf(process.platform !== 'linux')('a file system that makes no folders is an error, and no hang', () => {
  expect(() => makeFolder('/proc/ecreplay/a')).toThrow(/ENOENT|EACCES|EPERM/);
});
