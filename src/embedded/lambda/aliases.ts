import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import type { Operation } from '../service.ts';
import { staleRevision } from './describe.ts';
import { nameVersion, qualified } from './family.ts';
import type { Functions } from './functions.ts';
import type { Alias, AliasTarget, Family } from './lambda-function.ts';
import { page } from './page.ts';

interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
  readonly RevisionId?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** The operations on aliases: names for versions, which can be given to others. */
export function aliasOperations(
  functions: Functions,
  scene: Pick<Scene, 'random' | 'agenda'>,
): Readonly<Record<string, Operation>> {
  function create(given: unknown): unknown {
    const input = given as AliasInput;
    const { family } = functions.seek(input.FunctionName) ?? functions.find(input.FunctionName, input.FunctionVersion);
    const target = targetOf(input, family, { version: input.FunctionVersion!, description: '' });
    if (family.aliases.has(input.Name)) {
      throw new Fault('ResourceConflictException', `Alias already exists: ${family.arn}:${input.Name}`);
    }
    return describe(nameVersion(family, input.Name, target, scene));
  }

  function update(given: unknown): unknown {
    const input = given as AliasInput;
    const { family } = functions.find(input.FunctionName);
    const alias = family.aliases.get(input.Name);
    if (alias === undefined) throw missing(`Alias not found: ${family.arn}:${input.Name}`);
    if (input.RevisionId !== undefined && input.RevisionId !== alias.revision) {
      throw staleRevision('GetFunction/GetAlias');
    }
    alias.target = targetOf(input, family, alias.target);
    alias.revision = functions.nextRevision();
    return describe(alias);
  }

  function get(given: unknown): unknown {
    const { FunctionName, Name } = given as AliasInput;
    const { family } = functions.find(FunctionName);
    const alias = family.aliases.get(Name);
    if (alias === undefined) throw missing(`Cannot find alias arn: ${family.arn}:${Name}`);
    return describe(alias);
  }

  function list(given: unknown): unknown {
    const { FunctionName, FunctionVersion, Marker, MaxItems = 50 } = given as AliasInput;
    const all = [...functions.find(FunctionName).family.aliases.values()]
      .filter(({ target }) => FunctionVersion === undefined || target.version === FunctionVersion)
      .toSorted((a, b) => (a.qualifier < b.qualifier ? -1 : 1));
    const { items, next } = page(all, Marker, MaxItems);
    return { Aliases: items.map(describe), ...(next !== undefined && { NextMarker: next }) };
  }

  return {
    CreateAlias: create,
    UpdateAlias: update,
    GetAlias: get,
    // One that is not there is deleted too.
    DeleteAlias: (given) => {
      const { FunctionName, Name } = given as unknown as AliasInput;
      functions.find(FunctionName).family.aliases.delete(Name);
    },
    ListAliases: list,
  };
}

function targetOf(input: AliasInput, family: Family, before: AliasTarget): AliasTarget {
  const { FunctionVersion: version = before.version, Description: description = before.description } = input;
  if (version !== '$LATEST' && !family.versions.has(version)) {
    throw missing(`Function not found: ${family.arn}:${version}`);
  }
  const weights = input.RoutingConfig?.AdditionalVersionWeights;
  const other = weights === undefined ? before.other : otherOf(weights, version, family);
  return { version, description, ...(other !== undefined && { other }) };
}

/** Where the rest of the events goes. https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html */
function otherOf(weights: Readonly<Record<string, number>>, version: string, family: Family): AliasTarget['other'] {
  const entries = Object.entries(weights);
  if (entries.length > 1) throw invalid('Number of items in AdditionalVersionWeights cannot be greater than 1');
  const [entry] = entries;
  if (entry === undefined) return undefined;
  const [other, weight] = entry;
  if (other === version) {
    throw invalid(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
  if (version === '$LATEST') throw invalid('$LATEST is not supported for an alias pointing to more than 1 version');
  if (qualified(family, other) === undefined) throw missing(`Function not found: ${family.arn}:${other}`);
  return { version: other, weight };
}

function describe({ arn, qualifier, target, revision }: Alias): object {
  const { version, description, other } = target;
  return {
    AliasArn: arn,
    Name: qualifier,
    FunctionVersion: version,
    Description: description,
    ...(other !== undefined && { RoutingConfig: { AdditionalVersionWeights: { [other.version]: other.weight } } }),
    RevisionId: revision,
  };
}

function missing(message: string): Fault {
  return new Fault('ResourceNotFoundException', message);
}

function invalid(message: string): Fault {
  return new Fault('InvalidParameterValueException', message);
}
