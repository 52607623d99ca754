import type { Contract } from '../contract.ts';
import { symptomOf } from '../effect/symptom.ts';
import { at, repositoryOf } from '../key.ts';
import type { Breach } from '../contract.ts';
import { type Change, stumbles } from '../peculiar.ts';
import { heardPlays, kindOf, type Trial } from '../trial.ts';
import type { AwsCall } from '../../embedded/aws-call.ts';
import type { BusEvent } from '../../eventbridge/event.ts';
import type { Situation } from '../situation/situation.ts';

const FORMS = ['web', 'team/web', 'team/backend/web'];

/** Names of repositories have slashes, or none, or are ARNs. */
export const anyRepositoryName: Contract = {
  name: 'any-repository-name',
  means:
    'The repository is found out whatever its name is like: with slashes, without, or as Inspector writes it, an ARN.',
  incident:
    'A result store cut names at the first slash and took what came second. It was right for "team/web"; "web" was filed as `undefined`, "team/backend/web" with everything of the backend, and of Inspector\'s ARNs all in one place.',
  source: 'Class 8. `repository-name` of a real Inspector2 Scan is the ARN; names may have any number of slashes.',
  example: 'a scan of "team/backend/web", and Inspector\'s of "arn:aws:ecr:us-east-1:123456789012:repository/web"',
  mend: 'Take the name whole; from an ARN what stands behind ":repository/".',
  check: async (trial) => {
    const regardless = await failingWithAny(trial);
    const isOfName = (event: BusEvent): boolean => !regardless.has(kindOf(event));
    return (
      (await stumbles(trial, { plain: (event) => (isOfName(event) ? otherForms(event) : []) })) ??
      (await namesAnother(trial))
    );
  },
};

/**
 * The kinds of events with which it fails whatever the repository's name is like: with another name one that asks ECR would find no
 * such image, and let go of the event, which says nothing of the name.
 */
async function failingWithAny(trial: Trial): Promise<ReadonlySet<string>> {
  const plain = new Set<string>();
  const slashed = new Set<string>();
  for await (const { heard } of heardPlays(trial)) {
    for (const { invocation, delivery } of heard) {
      const event = delivery?.event;
      const written = event?.detail['repository-name'];
      if (event === undefined || typeof written !== 'string' || written.length > 64) continue;
      const symptom = symptomOf(invocation, JSON.stringify(event));
      if (symptom === undefined || trial.claimed.has(symptom.key)) continue;
      (SLASHED.test(written) ? slashed : plain).add(kindOf(event));
    }
  }
  return plain.intersection(slashed);
}

/** The same event about repositories of other names. */
function otherForms(event: BusEvent): readonly Change[] {
  const written = event.detail['repository-name'];
  // Of a long name the length may be the matter.
  if (typeof written !== 'string' || written.length > 64) return [];
  return FORMS.filter((form) => form !== written).map((form) => ({ set: { 'detail.repository-name': form } }));
}

/** One that names the repository of a plain name, and names none of a name with slashes where it does the same. */
async function namesAnother(trial: Trial): Promise<Breach | undefined> {
  // What is noted of events beside, such as that one has been seen, need not name anything.
  const naming = new Set<string>();
  for await (const { event, naming: calls } of acting(trial, ['push', 'scan'], (name) => !SLASHED.test(name)))
    if (calls.length > 0) for (const what of [shapeOf(event), ...calls.map(placeOf)]) naming.add(what);
  if (naming.size === 0) return undefined;
  const others = ['nested-push', 'nested-scan', 'enhanced-scan'];
  for await (const { event, situation, calls, naming: told } of acting(trial, others, (name) => SLASHED.test(name))) {
    const call = calls.find((one) => naming.has(shapeOf(event)) || naming.has(placeOf(one)));
    if (call === undefined || told.length > 0) continue;
    return {
      sentence: `${trial.consumer} calls ${call.service}:${call.operation}, and does not name the repository "${repositoryOf(event)}"`,
      evidence: [`the call: ${JSON.stringify(call.input).slice(0, 300)}`],
      event,
      situation,
      key: `names another ${call.service}:${call.operation}`,
    };
  }
  return undefined;
}

/** An invocation that has called for something. */
interface Acting {
  readonly event: BusEvent;
  readonly situation: Situation;
  readonly calls: readonly AwsCall[];
  /** Those of the calls that name the repository. */
  readonly naming: readonly AwsCall[];
}

/** A name with slashes, or an ARN, as it is written in the event. */
const SLASHED = /\//;

async function* acting(
  trial: Trial,
  names: readonly string[],
  isOne: (written: string) => boolean,
): AsyncGenerator<Acting> {
  for await (const { situation, heard } of heardPlays(trial, names)) {
    for (const { invocation, delivery } of heard) {
      const event = delivery?.event;
      const written = event?.detail['repository-name'];
      const { calls } = invocation;
      if (event === undefined || typeof written !== 'string' || !isOne(written) || calls.length === 0) continue;
      if (symptomOf(invocation, JSON.stringify(event)) !== undefined) continue;
      const repository = repositoryOf(event);
      yield {
        event,
        situation,
        calls,
        naming: calls.filter(({ input }) => isAbout(JSON.stringify(input), repository)),
      };
    }
  }
}

/** What kind of event it is, and which members it has: one without a tag is let go of by many. */
function shapeOf(event: BusEvent): string {
  return [kindOf(event), ...Object.keys(event.detail).toSorted()].join(' ');
}

/** What a call does, and in which table. */
function placeOf({ service, operation, input }: AwsCall): string {
  return `${service}:${operation} ${JSON.stringify(at(input, 'TableName') ?? null)}`;
}

/** The whole name, however it is punctuated, or its last part: many name what they deploy by that. */
function isAbout(text: string, repository: string): boolean {
  const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  return (
    bare(text).includes(bare(repository)) || new RegExp(`\\b${last.replaceAll(/\W/g, String.raw`\$&`)}\\b`).test(text)
  );
}
