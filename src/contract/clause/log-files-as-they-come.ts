import type { Resources } from '../../bus/resource/resources.ts';
import type { Setup } from '../../rehearse/setup.ts';
import type { Contract } from '../contract.ts';
import { symptomOf } from '../effect/symptom.ts';
import type { Play } from '../trial.ts';

/** What a bucket of CloudTrail's has beside plain log files. */
export const logFilesAsTheyCome: Contract = {
  name: 'log-files-as-they-come',
  means: "A consumer of CloudTrail's log files reads each by its real key, and leaves alone what is none.",
  incident:
    'A reader of log files took everything in the bucket for one. On the hour came a digest, which has no `Records`, and the reader died of it; behind a prefix with a space in it, it found nothing at all.',
  source:
    "Class 17. Digests lie beside the log files; keys in S3's notices are encoded as in URLs; an organization's lie below its id.",
  example: 'a push, and the digest of its hour; the key prefix "ci logs"',
  mend: 'Decode the key, `decodeURIComponent(key.replaceAll("+", " "))`, and pass over what is not below `/CloudTrail/`.',
  check: async (trial) => {
    const buckets = trial.feeds.filter(({ kind }) => kind === 'bucket').map(({ name }) => name);
    const situation = trial.situations.find(({ name }) => name === 'hours') ?? trial.situations[0];
    if (buckets.length === 0 || situation === undefined) return undefined;
    const plain = await trial.playIn(withTrails(trial.setup, buckets, {}), situation);
    if (!isWell(plain)) return undefined;
    for (const [words, trail] of KINDS) {
      const play = await trial.playIn(withTrails(trial.setup, buckets, trail), situation);
      const symptom = play.heard.map(({ invocation }) => symptomOf(invocation)).find(Boolean);
      const isLess = size(play) < size(plain);
      if (symptom === undefined && !isLess) continue;
      return {
        ...(symptom ?? { key: words, sentence: `${trial.consumer} makes nothing of log files ${words}` }),
        evidence: [`the bucket has ${words}; without that all goes well`],
        situation,
      };
    }
    return undefined;
  },
};

type Trail = NonNullable<Resources['trails']>[string];

const KINDS: readonly (readonly [words: string, trail: Partial<Trail>])[] = [
  ['digests beside the log files', { enableLogFileValidation: true }],
  ['keys that are encoded in notices', { keyPrefix: 'ci logs/a+b' }],
  ['the log files of an organization', { isOrganizationTrail: true }],
];

function withTrails(setup: Setup, buckets: readonly string[], trail: Partial<Trail>): Setup {
  const trails = Object.fromEntries(buckets.map((bucket) => [`of-${bucket}`, { bucket, ...trail }]));
  return { ...setup, resources: { ...setup.resources, trails } };
}

function isWell({ heard }: Play): boolean {
  return heard.length > 0 && heard.every(({ invocation }) => symptomOf(invocation) === undefined);
}

function size({ effects }: Play): number {
  return effects.acts.size + effects.state.size;
}
