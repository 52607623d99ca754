import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes a handler into a folder of its own, which is gone after the test. */
export function handlerFile(source: string): { readonly root: string; readonly handler: string } {
  const root = mkdtempSync(join(tmpdir(), 'ecreplay-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, 'taker.mjs'), source);
  return { root, handler: 'taker.mjs' };
}
