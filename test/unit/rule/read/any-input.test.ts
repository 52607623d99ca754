import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../../../src/problem.ts';
import { describeReading } from '../../../../src/rule/read/describe.ts';
import { readRules } from '../../../../src/rule/read/read-rules.ts';
import { wire } from '../../../../src/rule/read/wire.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures/infrastructure');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecreplay-any-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A text with parts of it taken out, doubled, or put elsewhere, as a hand that slips does. */
function spoilt(text: string): fc.Arbitrary<string> {
  const places = fc.tuple(
    fc.nat(text.length),
    fc.nat(60),
    fc.nat(text.length),
    fc.constantFrom('cut', 'double', 'move'),
  );
  return fc.array(places, { minLength: 1, maxLength: 4 }).map((slips) =>
    slips.reduce((spoiling, [from, length, to, kind]) => {
      const part = spoiling.slice(from, from + length);
      if (kind === 'double') return spoiling.slice(0, to) + part + spoiling.slice(to);
      const rest = spoiling.slice(0, from) + spoiling.slice(from + length);
      return kind === 'cut' ? rest : rest.slice(0, to) + part + rest.slice(to);
    }, text),
  );
}

test.each([
  ['cloudformation/webhook-bridge.yaml', 'template.yaml', 150],
  ['cloudformation/audit-trail.json', 'template.json', 150],
  ['sam/deployer/template.yaml', 'template.yaml', 150],
  ['sam/scanner/template.yaml', 'template.yaml', 150],
  ['serverless/image-bot/serverless.yml', 'serverless.yml', 150],
  ['terraform/state.json', 'state.json', 150],
  ['terraform/deploys/main.tf', 'main.tf', 25],
] as const)(
  '%s, whatever has slipped in it, is read or is a problem',
  { timeout: 60_000 },
  async (fixture, name, runs) => {
    const text = readFileSync(join(FIXTURES, fixture), 'utf8');
    const file = join(folder, name);
    let read = 0;
    await fc.assert(
      fc.asyncProperty(spoilt(text), async (spoiling) => {
        writeFileSync(file, spoiling);
        try {
          const reading = await readRules(file);
          read += 1;
          expect(describeReading(reading, folder)).toMatch(/\d rules?/);
          wire([reading], { root: folder, consumers: {}, stateMachines: [], apiDestinations: [], rules: [] });
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect(error.place?.file ?? file).toBe(file);
        }
      }),
      { numRuns: runs, seed: 7 },
    );
    expect(read).toBeGreaterThan(0);
  },
);
