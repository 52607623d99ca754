import type { Step } from '../../scenario/step.ts';
import type { Breach, Contract } from '../contract.ts';
import { deedsOf, effectsOf } from '../effect/effects.ts';
import { symptomOf } from '../effect/symptom.ts';
import type { Situation } from '../situation/situation.ts';
import { heardPlays, type Play, type Trial } from '../trial.ts';

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
    for await (const several of heardPlays(trial, ['push-for-platforms'])) {
      const single = forOnePlatform(several.situation);
      const breach = single && actsMore(trial, await trial.play(single), several);
      if (breach !== undefined) return breach;
    }
    return undefined;
  },
};

function actsMore({ consumer }: Trial, single: Play, several: Play): Breach | undefined {
  const once = actsOfPushes(single);
  for (const [name, many] of actsOfPushes(several)) {
    const usual = once.get(name) ?? 1;
    if (many <= usual) continue;
    return {
      sentence: `${consumer} does ${name} ${many} times for one push, and ${usual === 1 ? 'once' : `${usual} times`} where the image has one platform`,
      evidence: [
        `the push tells of ${several.heard.length} manifests: one for each platform and attestation, and the index`,
      ],
      situation: several.situation,
      key: `many ${name}`,
      ...eventOf(several),
    };
  }
  return undefined;
}

/** The same, with every image for one platform alone; nothing, where they are. */
function forOnePlatform({ scenario, name, words }: Situation): Situation | undefined {
  const steps = scenario.steps.map((step): Step => {
    if (!('push' in step) || step.push.platforms === undefined) return step;
    const { platforms: _platforms, attestations: _attestations, ...push } = step.push;
    return { ...step, push };
  });
  if (steps.every((step, index) => step === scenario.steps[index])) return undefined;
  return { name: `${name}, for one platform`, words, scenario: { ...scenario, steps } };
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
