import type { BusEvent } from '../../eventbridge/event.ts';
import type { Breach, Contract } from '../contract.ts';
import { type Symptom, symptomOf } from '../effect/symptom.ts';
import { heardPlays, kindOf, nothingBut, type Play } from '../trial.ts';

/** The members of ECR's events have hyphens; those of CloudTrail's records are in camel case. */
export const membersAsEcrSpellsThem: Contract = {
  name: 'members-as-ecr-spells-them',
  means: 'The consumer reads the members that the event has: `repository-name`, `detail-type`.',
  incident:
    'A handler was written by the types of an SDK, and read `repositoryName` and `imageTag`. There are none, and `undefined:undefined` was started on every push.',
  source: "Class 4. Samples of ECR's events have kebab case; Terraform and SDKs write the same names otherwise.",
  example: 'any push: `detail["repository-name"]`, not `detail.repositoryName`',
  mend: 'Read `detail["repository-name"]`; types of the events (`@types/aws-lambda`, Powertools\' schemas) tell a wrong name at once.',
  isOfEach: true,
  check: async (trial) => {
    const seen = new Set<string>();
    for await (const play of heardPlays(trial, ['push', 'scan', 'delete', 'create-repository', 'expire'])) {
      for (const { invocation, delivery } of play.heard) {
        const event = delivery?.event;
        if (event === undefined || seen.has(kindOf(event))) continue;
        seen.add(kindOf(event));
        const symptom = symptomOf(invocation, JSON.stringify(event));
        if (symptom === undefined && invocation.calls.length > 0) continue;
        const twins = twinsOf(event);
        const with_ = (set: Readonly<Record<string, unknown>>): Promise<Play> =>
          trial.play(play.situation, [{ change: { set, only: { id: [event.id] } } }, nothingBut(event.id)]);
        if (!goesBetter(await with_(twins), event.id)) continue;
        const needed = [];
        for (const path of Object.keys(twins)) {
          const { [path]: _, ...others } = twins;
          if (!goesBetter(await with_(others), event.id)) needed.push(path);
        }
        return breachOf(trial.consumer, { play, event, symptom, needed });
      }
    }
    return undefined;
  },
};

interface Found {
  readonly play: Play;
  readonly event: BusEvent;
  readonly symptom: Symptom | undefined;
  readonly needed: readonly string[];
}

function breachOf(consumer: string, { play, event, symptom, needed }: Found): Breach {
  const names = needed.map((path) => `\`${path}\``).join(' and ');
  return {
    sentence: symptom?.sentence ?? `${consumer} does nothing with the event, and would if the event had ${names}`,
    evidence: [`it reads ${names === '' ? 'members' : names}, which the event spells otherwise`],
    event,
    situation: play.situation,
    key: symptom?.key ?? `spelling ${names}`,
  };
}

/** Whether an invocation went well, and came to something. */
function goesBetter({ heard }: Play, id: string): boolean {
  const own = heard.filter(({ delivery }) => delivery?.event.id === id);
  return own.some(
    ({ invocation, delivery }) =>
      invocation.calls.length > 0 && symptomOf(invocation, JSON.stringify(delivery?.event)) === undefined,
  );
}

/** Every member that is more than one word, as others would spell it, with the value that it has. */
function twinsOf(event: BusEvent): Readonly<Record<string, unknown>> {
  const twins: Record<string, unknown> = {};
  const add = (members: object, prefix: string): void => {
    for (const [key, value] of Object.entries(members))
      for (const twin of spellings(key)) if (!(twin in members)) twins[prefix + twin] = value;
  };
  add({ 'detail-type': event['detail-type'] }, '');
  add(event.detail, 'detail.');
  return twins;
}

function spellings(key: string): readonly string[] {
  const words = key.split(/[-_]|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
  if (words.length < 2) return [];
  const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
  const camel = words.map((word, index) => (index === 0 ? word : capital(word))).join('');
  return [camel, words.join('_'), words.map(capital).join(''), words.join('-')].filter((twin) => twin !== key);
}
