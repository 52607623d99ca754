import { isDeepStrictEqual } from 'node:util';
import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import type { Operation } from '../service.ts';
import { codeSha256, configuration } from './configuration.ts';
import { staleRevision } from './describe.ts';
import { publish } from './family.ts';
import { readFunctionName } from './function-name.ts';
import type { Functions } from './functions.ts';
import { qualifiedArn, type Family } from './lambda-function.ts';
import { page } from './page.ts';

interface VersionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly CodeSha256?: string;
  readonly Description?: string;
  readonly RevisionId?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** The operations on versions, which keep a function as it is, and those on its code, which is the configuration's. */
export function versionOperations(
  functions: Functions,
  scene: Pick<Scene, 'random' | 'agenda'>,
): Readonly<Record<string, Operation>> {
  function publishVersion(given: unknown): unknown {
    const { FunctionName, CodeSha256, Description, RevisionId } = given as VersionInput;
    const { family } = functions.find(FunctionName, '$LATEST');
    const latest = family.latest.version();
    if (RevisionId !== undefined && RevisionId !== latest.revision) throw staleRevision('GetFunction/GetAlias');
    const digest = codeSha256(latest);
    if (CodeSha256 !== undefined && CodeSha256 !== digest) {
      throw invalid(
        `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${digest}). Please try again with the CodeSHA256 in $LATEST.`,
      );
    }
    const made = unchanged(family) ?? publish(family, Description, scene);
    return configuration(made, qualifiedArn(made));
  }

  function list(given: unknown): unknown {
    const { FunctionName, Marker, MaxItems = 50 } = given as VersionInput;
    const { family } = functions.find(FunctionName);
    const all = [family.latest, ...family.versions.values()].map((each) => configuration(each, qualifiedArn(each)));
    const { items, next } = page(all, Marker, MaxItems);
    return { Versions: items, ...(next !== undefined && { NextMarker: next }) };
  }

  function remove(given: unknown): unknown {
    const { FunctionName, Qualifier } = given as VersionInput;
    if (Qualifier !== undefined && /^(?!\d+$)[\w-]+$/.test(Qualifier)) {
      throw invalid('Deletion of aliases is not currently supported.');
    }
    if (Qualifier === '$LATEST') throw invalid('$LATEST version cannot be deleted without deleting the function.');
    const { family } = functions.find(FunctionName);
    const { qualifier } = readFunctionName(FunctionName, Qualifier);
    if (qualifier === undefined) functions.delete(family.name);
    else {
      const named = [...family.aliases.values()].filter(
        ({ target }) => target.version === qualifier || target.other?.version === qualifier,
      );
      if (named.length > 0) {
        throw new Fault(
          'ResourceConflictException',
          `Unable to delete version because the following aliases reference it: [${named.map((alias) => alias.qualifier).join(', ')}]`,
        );
      }
      // A version that is not there is deleted too.
      family.versions.delete(qualifier);
    }
    return { StatusCode: 204 };
  }

  function create(given: unknown): never {
    const { FunctionName } = given as VersionInput;
    if (functions.all().some(({ name }) => name === FunctionName)) {
      throw new Fault('ResourceConflictException', `Function already exist: ${FunctionName}`);
    }
    throw codeOfConfiguration(FunctionName);
  }

  return {
    PublishVersion: publishVersion,
    ListVersionsByFunction: list,
    DeleteFunction: remove,
    CreateFunction: create,
    UpdateFunctionCode: (given): never => {
      throw codeOfConfiguration(functions.find((given as unknown as VersionInput).FunctionName).name);
    },
  };
}

/** The last version, if nothing has changed since it was published. */
function unchanged({ versions, latest }: Family): Family['latest'] | undefined {
  const last = [...versions.values()].at(-1);
  if (last === undefined) return undefined;
  const { runner, settings } = last.version();
  const now = latest.version();
  const { description: _, ...kept } = settings;
  const { description: __, ...wanted } = now.settings;
  return runner === now.runner && isDeepStrictEqual(kept, wanted) ? last : undefined;
}

/** Code that is uploaded is not run here: what runs is what the configuration names. */
function codeOfConfiguration(name: string): Fault {
  return invalid(
    `Code that is uploaded is not run here. Name the code of "${name}" as a consumer in the configuration instead.`,
  );
}

function invalid(message: string): Fault {
  return new Fault('InvalidParameterValueException', message);
}
