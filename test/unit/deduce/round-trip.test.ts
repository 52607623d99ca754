import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScenarioFile } from '../../../src/scenario/read-file.ts';
import { CHANNELS, emitted, meanings, recordingOf, scenarioOf } from './deduced.ts';
import { drawnScenario } from './drawn-scenario.ts';

const files = readdirSync('scenarios').filter((name) => /(?<!\.load)\.yaml$/.test(name));

/** What is told of the shipped scenarios that no step can bring about again: how many lines are quoted, by channels. */
const QUOTED: Readonly<Record<string, readonly number[]>> = {
  // What Inspector finds is its own.
  'enhanced-scan.yaml': [7, 8, 0, 8],
  // Of other services.
  'noisy-trail.yaml': [0, 37, 61, 61],
  // What an upstream has nobody knows.
  'pull-through-cache.yaml': [1, 2, 1, 2],
  // A repository that ECR made, and no word of what for.
  'replicate.yaml': [1, 0, 1, 0],
  // What refers to an image that nobody names.
  'sign-and-attest.yaml': [2, 0, 0, 0],
};

describe.each(Object.entries(CHANNELS))('recorded by %s', (channels, hears) => {
  test.each(files)('%s is worked out again from what it made AWS say', async (file) => {
    const told = await emitted(await readScenarioFile(`scenarios/${file}`), hears);
    if (told.length === 0) return;
    const { deduced, scenario } = await scenarioOf(recordingOf(told));
    expect(meanings(await emitted(scenario, hears))).toEqual(meanings(told));
    expect(deduced.extra).toEqual([]);
    expect(deduced.unexplained.filter(({ kept }) => !kept)).toEqual([]);
    const quoted = QUOTED[file]?.[Object.keys(CHANNELS).indexOf(channels)] ?? 0;
    expect(deduced.unexplained.length).toBeLessThanOrEqual(quoted);
  });

  test('any scenario is worked out again from what it made AWS say', async () => {
    await fc.assert(
      fc.asyncProperty(drawnScenario, async (drawn) => {
        const told = await emitted(drawn, hears);
        if (told.length === 0) return;
        const { scenario } = await scenarioOf(recordingOf(told));
        expect(meanings(await emitted(scenario, hears))).toEqual(meanings(told));
      }),
      { numRuns: 25 },
    );
  });
});
