import { join } from 'node:path';
import { page } from '../../src/page/page.ts';
import { rehearseFrom } from '../../src/rehearse/rehearse-from.ts';
import type { SetupSource } from '../../src/rehearse/load-setup.ts';
import type { ScenarioSource } from '../../src/rehearse/load-scenario.ts';
import type { SavedFile, SavedRun } from '../../src/saved/saved-run.ts';
import { saveRehearsal } from '../../src/saved/save-rehearsal.ts';

/** A release whose second image breaks its deployer, and a scan of which the notifier never hears. */
const RELEASE: ScenarioSource = {
  description: 'A pipeline pushes a release and its fix; each is deployed once.',
  start: '2026-01-15T09:30:00Z',
  given: [{ repository: { name: 'web' } }, { repository: { name: 'worker' } }],
  steps: [
    { push: { image: 'web:v1', layers: [43_252_507, 846] } },
    { scan: { image: 'web:v1', findings: { HIGH: 1 } } },
    { push: { image: 'worker:latest' } },
    { wait: '14d' },
    { push: { image: 'web:v2' } },
  ],
  delivery: {
    faults: [{ duplicate: { chance: 1, after: '3s', only: { detail: { 'image-tag': ['v1'] } } } }],
  },
  expect: [
    { consumer: 'deployer', invoked: 2, threw: 'never' },
    { consumer: 'notifier', invoked: 1 },
  ],
};

const SETUP: SetupSource = {
  rules: {
    'deploy-on-push': {
      pattern: { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'], detail: { 'image-tag': [{ prefix: 'v' }] } },
      targets: ['deployer'],
    },
    'notify-on-scan': {
      pattern: {
        'detail-type': ['ECR Image Scan'],
        detail: { 'finding-severity-counts': { CRITICAL: [{ numeric: ['>', 0] }] } },
      },
      targets: ['notifier'],
    },
  },
  consumers: {
    deployer: {
      handler: (event: { readonly detail: Readonly<Record<string, string>> }) => {
        console.log('deploying', event.detail['image-tag']);
        if (event.detail['image-tag'] === 'v2') throw new TypeError('no task definition');
        return Promise.resolve('deployed');
      },
    },
    notifier: { handler: () => Promise.resolve('told') },
  },
};

/** The release, rehearsed and saved. */
export async function release(): Promise<SavedRun> {
  const saved = saveRehearsal(await rehearseFrom(RELEASE, SETUP), {
    again: 'npx ecreplay run scenarios/release.yaml --seed 1',
  });
  return { ...saved, name: 'release' };
}

/** One that keeps its promises. */
export async function quiet(): Promise<SavedRun> {
  return saveRehearsal(await rehearseFrom(join(import.meta.dirname, '../../scenarios/pull.yaml')));
}

/** Runs as a file. */
export function fileOf(...runs: readonly SavedRun[]): SavedFile {
  return { format: 'ecreplay-run', version: 1, title: 'ecreplay run', runs, leftOut: [] };
}

/** Runs as the page that shows them. */
export function viewerOf(...runs: readonly SavedRun[]): string {
  return pageOf(fileOf(...runs));
}

/** A saved file as the page that shows it. */
export function pageOf(file: SavedFile): string {
  return page({ title: 'ecreplay run', script: 'viewer', data: { file } });
}
