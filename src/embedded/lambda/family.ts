import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import type { Functions } from './functions.ts';
import type { Alias, AliasTarget, Family, FunctionSettings, LambdaFunction, Version } from './lambda-function.ts';
import type { Runner } from './runner.ts';

/** What a function draws its ids from, and goes by. */
type FunctionScene = Pick<Scene, 'random' | 'agenda'>;

/** Makes a function of code, of which nothing is published yet. */
export function makeFamily(
  { name, arn }: Pick<Family, 'name' | 'arn'>,
  code: { readonly runner: Runner; readonly settings: FunctionSettings },
  scene: FunctionScene,
): Family {
  const policyRevision = scene.random.uuid();
  const version: Version = {
    ...code,
    number: '$LATEST',
    revision: scene.random.uuid(),
    lastModified: scene.agenda.now(),
  };
  const family: Family = {
    name,
    arn,
    get latest() {
      return latest;
    },
    versions: new Map(),
    aliases: new Map(),
    published: 0,
    tags: new Map(),
    reservedConcurrency: undefined,
    running: 0,
    recursiveLoop: 'Terminate',
  };
  const latest: LambdaFunction = {
    ...bare(family, '$LATEST', policyRevision),
    arn,
    version: () => version,
    pick: () => version,
  };
  return family;
}

/** Keeps the function as it is now under the next number. */
export function publish(family: Family, description: string | undefined, scene: FunctionScene): LambdaFunction {
  family.published += 1;
  const number = String(family.published);
  const { runner, settings, lastModified } = family.latest.version();
  const version: Version = {
    number,
    runner,
    settings: { ...settings, ...(description !== undefined && { description }) },
    revision: scene.random.uuid(),
    lastModified,
  };
  const made: LambdaFunction = {
    ...bare(family, number, scene.random.uuid()),
    version: () => version,
    pick: () => version,
  };
  family.versions.set(number, made);
  return made;
}

/** Gives a version a name. */
export function nameVersion(family: Family, name: string, target: AliasTarget, { random }: FunctionScene): Alias {
  const of = (number: string): Version => qualified(family, number)!.version();
  const made: Alias = {
    ...bare(family, name, random.uuid()),
    target,
    revision: random.uuid(),
    version: () => of(made.target.version),
    pick: () => {
      const { version, other } = made.target;
      return of(other !== undefined && random() < other.weight ? other.version : version);
    },
  };
  family.aliases.set(name, made);
  return made;
}

/** A function under one of its names, if it has that one. */
export function qualified(family: Family, qualifier = '$LATEST'): LambdaFunction | undefined {
  if (qualifier === '$LATEST') return family.latest;
  return family.versions.get(qualifier) ?? family.aliases.get(qualifier);
}

/** Finds a function under one of its names. Where that could be an alias, a name that it does not have is said to be none. */
export function findQualified(
  functions: Pick<Functions, 'find' | 'arnOf'>,
  name: string,
  qualifier: string | undefined,
): LambdaFunction {
  const { family } = functions.find(name);
  const found = qualified(family, qualifier);
  if (found !== undefined) return found;
  const arn = functions.arnOf(name, qualifier);
  const words = /^\d+$/.test(qualifier ?? '') ? 'Function not found:' : 'Cannot find alias arn:';
  throw new Fault('ResourceNotFoundException', `${words} ${arn}`, 404);
}

function bare(family: Family, qualifier: string, policyRevision: string): Omit<LambdaFunction, 'version' | 'pick'> {
  return {
    family,
    name: family.name,
    arn: `${family.arn}:${qualifier}`,
    qualifier,
    eventInvokeConfig: undefined,
    policy: new Map(),
    policyRevision,
  };
}
