import type { Contract } from '../contract.ts';
import { symptomOf } from '../effect/symptom.ts';
import { repositoryOf } from '../key.ts';
import type { Breach } from '../contract.ts';
import { type Change, stumbles } from '../peculiar.ts';
import { heardPlays, type Trial } from '../trial.ts';
import type { BusEvent } from '../../eventbridge/event.ts';

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
  check: async (trial) => (await stumbles(trial, { plain: otherForms })) ?? (await namesAnother(trial)),
};

/** The same event about repositories of other names. */
function otherForms(event: BusEvent): readonly Change[] {
  const written = event.detail['repository-name'];
  // Of a long name the length may be the matter.
  if (typeof written !== 'string' || written.length > 64) return [];
  return FORMS.filter((form) => form !== written).map((form) => ({ set: { 'detail.repository-name': form } }));
}

/** Calls that name the repository of a plain name, and one that is none of a name with slashes. */
async function namesAnother(trial: Trial): Promise<Breach | undefined> {
  const plain = await callsNaming(trial, ['push', 'scan'], (isNamed) => isNamed);
  if (plain === undefined) return undefined;
  return await callsNaming(trial, ['nested-push', 'nested-scan', 'enhanced-scan'], (isNamed) => !isNamed);
}

async function callsNaming(
  trial: Trial,
  names: readonly string[],
  is: (isNamed: boolean) => boolean,
): Promise<Breach | undefined> {
  for await (const { situation, heard } of heardPlays(trial, names)) {
    for (const { invocation, delivery } of heard) {
      const event = delivery?.event;
      const [call] = invocation.calls;
      if (event === undefined || call === undefined || !('repository-name' in event.detail)) continue;
      if (symptomOf(invocation, JSON.stringify(event)) !== undefined) continue;
      const repository = repositoryOf(event);
      const isNamed = invocation.calls.some(({ input }) => isAbout(JSON.stringify(input), repository));
      if (!is(isNamed)) continue;
      return {
        sentence: `${trial.consumer} calls ${call.service}:${call.operation}, and does not name the repository "${repository}"`,
        evidence: [`the call: ${JSON.stringify(call.input).slice(0, 300)}`],
        event,
        situation,
        key: `names another ${call.service}:${call.operation}`,
      };
    }
  }
  return undefined;
}

/** The whole name, however it is punctuated, or its last part: many name what they deploy by that. */
function isAbout(text: string, repository: string): boolean {
  const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const last = repository.slice(repository.lastIndexOf('/') + 1);
  return (
    bare(text).includes(bare(repository)) || new RegExp(`\\b${last.replaceAll(/\W/g, String.raw`\$&`)}\\b`).test(text)
  );
}
