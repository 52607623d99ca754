import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import { partitionOf } from '../partition.ts';

/** One version of a parameter. */
export interface Version {
  readonly number: number;
  readonly type: string;
  readonly value: string;
  readonly dataType: string;
  readonly tier: string;
  readonly modified: Instant;
  readonly labels: Set<string>;
  readonly description?: string | undefined;
  readonly keyId?: string | undefined;
  readonly allowedPattern?: string | undefined;
}

/** A parameter, its newest version last. */
export interface Parameter {
  readonly name: string;
  readonly arn: string;
  readonly versions: Version[];
  readonly tags: Map<string, string>;
}

/** The parameters of an account. */
export interface Parameters {
  put(name: string, version: NewVersion, options: { readonly overwrite: boolean }): Version;
  /** By name or ARN. */
  find(name: string): Parameter | undefined;
  list(): readonly Parameter[];
  delete(name: string): boolean;
}

/** A version on its way in. */
export type NewVersion = Pick<Version, 'value' | 'description' | 'keyId' | 'allowedPattern'> & {
  readonly type?: string | undefined;
  readonly dataType?: string | undefined;
  readonly tier?: string | undefined;
};

/** The characters that a value may have, by tier; and how many versions are kept. */
const LIMIT = { Standard: 4096, Advanced: 8192, versions: 100 };

/** Opens the parameters of a scenario; there are none at first. */
export function openParameters(scene: Pick<Scene, 'account' | 'region' | 'agenda'>): Parameters {
  const parameters = new Map<string, Parameter>();

  function put(name: string, given: NewVersion, { overwrite }: { readonly overwrite: boolean }): Version {
    checkName(name);
    const before = parameters.get(name);
    if (before !== undefined && !overwrite) {
      throw new Fault(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    }
    const last = before?.versions.at(-1);
    const type = given.type ?? last?.type;
    if (type === undefined) {
      throw new Fault('ValidationException', 'A parameter type is required when you create a parameter.');
    }
    const version: Version = {
      ...given,
      type,
      number: (last?.number ?? 0) + 1,
      dataType: given.dataType ?? 'text',
      tier: tierOf(given),
      modified: scene.agenda.now(),
      labels: new Set(),
      keyId: type === 'SecureString' ? (given.keyId ?? last?.keyId ?? 'alias/aws/ssm') : undefined,
    };
    checkPattern(version);
    const kept: Parameter = before ?? { name, arn: arnOf(name), versions: [], tags: new Map() };
    kept.versions.push(version);
    if (kept.versions.length > LIMIT.versions) kept.versions.shift();
    parameters.set(name, kept);
    return version;
  }

  function arnOf(name: string): string {
    return `arn:${partitionOf(scene.region)}:ssm:${scene.region}:${scene.account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  }

  return {
    put,
    find: (name) =>
      name.startsWith('arn:') ? [...parameters.values()].find(({ arn }) => arn === name) : parameters.get(name),
    list: () => [...parameters.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    delete: (name) => parameters.delete(name),
  };
}

function checkName(name: string): void {
  const [first = '', ...rest] = name.replace(/^\//, '').toLowerCase().split('/');
  if (first.startsWith('ssm') || (first.startsWith('aws') && rest.length === 0)) {
    throw new Fault(
      'ValidationException',
      rest.length === 0
        ? `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive).`
        : `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
    );
  }
  if (first.startsWith('aws')) {
    throw new Fault('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
}

function tierOf({ tier = 'Standard', value }: NewVersion): string {
  const chosen = tier === 'Intelligent-Tiering' ? (value.length > LIMIT.Standard ? 'Advanced' : 'Standard') : tier;
  const limit = chosen === 'Advanced' ? LIMIT.Advanced : LIMIT.Standard;
  if (value.length <= limit) return chosen;
  throw new Fault(
    'ValidationException',
    `${chosen} tier parameters support a maximum parameter value of ${limit} characters.` +
      (chosen === 'Standard'
        ? ' To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html'
        : ''),
  );
}

function checkPattern({ allowedPattern, value }: Version): void {
  if (allowedPattern === undefined || allowedPattern === '') return;
  let pattern: RegExp;
  try {
    pattern = new RegExp(allowedPattern);
  } catch {
    throw new Fault('InvalidAllowedPatternException', `The allowed pattern ${allowedPattern} is not valid.`);
  }
  if (!pattern.test(value)) {
    throw new Fault(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
    );
  }
}
