import type { Contract } from '../contract.ts';
import { deedsOf, effectsOf } from '../effect/effects.ts';
import { symptomOf } from '../effect/symptom.ts';
import { heardPlays, type Play } from '../trial.ts';

/** A push for several platforms is many pushes to ECR. */
export const oneActionPerPush: Contract = {
  name: 'one-action-per-push',
  means: 'A push for several platforms is acted on as often as a push for one.',
  incident:
    'The integration tests of a release started on each PUSH. A build for two platforms with attestations is five pushes to ECR, and five test runs fought over one database.',
  source: 'Class 3. buildx pushes each platform and each attestation by its digest, and the index last, by its tag.',
  example: 'one push with two platforms: five events, one of them with a tag',
  mend: 'Act on what has a tag; that is the index, and it comes last.',
  check: async (trial) => {
    const [single, several] = [await first(trial, 'push'), await first(trial, 'push-for-platforms')];
    if (several === undefined) return undefined;
    const once = single === undefined ? new Map<string, number>() : actsOfPushes(single);
    for (const [name, many] of actsOfPushes(several)) {
      const usual = once.get(name) ?? 1;
      if (many <= usual) continue;
      return {
        sentence: `${trial.consumer} does ${name} ${many} times for one push, and ${usual === 1 ? 'once' : `${usual} times`} where the image has one platform`,
        evidence: [
          `the push tells of ${several.heard.length} manifests: one for each platform and attestation, and the index`,
        ],
        situation: several.situation,
        key: `many ${name}`,
        ...eventOf(several),
      };
    }
    return undefined;
  },
};

async function first(trial: Parameters<typeof heardPlays>[0], name: string): Promise<Play | undefined> {
  for await (const play of heardPlays(trial, [name])) return play;
  return undefined;
}

function eventOf({ heard }: Play) {
  const event = heard.find(({ delivery }) => delivery !== undefined && isPush(delivery.event.detail))?.delivery?.event;
  return event === undefined ? {} : { event };
}

/** What comes of the events that say an image was pushed, and not of the calls before it. */
function actsOfPushes({ heard }: Play): ReadonlyMap<string, number> {
  const pushes = heard.filter(
    ({ invocation, delivery }) =>
      delivery !== undefined && isPush(delivery.event.detail) && symptomOf(invocation) === undefined,
  );
  const known = pushes.map(({ delivery }) => JSON.stringify(delivery!.event)).join('\n');
  return effectsOf(deedsOf(pushes), known).acts;
}

function isPush(detail: Readonly<Record<string, unknown>>): boolean {
  return detail['action-type'] === 'PUSH' || detail['eventName'] === 'PutImage';
}
