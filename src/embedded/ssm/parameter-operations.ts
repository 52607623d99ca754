import { Fault } from '../../wire/fault.ts';
import { describe, metadata, shown } from './describe-parameter.ts';
import { page } from './page.ts';
import { passes, type Filter } from './parameter-filter.ts';
import type { NewVersion, Parameter, Parameters, Version } from './parameters.ts';

interface Paged {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface PutInput {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: string;
  readonly Overwrite?: boolean;
  readonly Description?: string;
  readonly KeyId?: string;
  readonly AllowedPattern?: string;
  readonly DataType?: string;
  readonly Tier?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** Parameter Store: put, get, by path, describe, history, label, delete. */
export function parameterOperations(parameters: Parameters) {
  function put(input: PutInput) {
    const { Name, Overwrite: overwrite = false, Tags: tags = [] } = input;
    if (overwrite && tags.length > 0) {
      throw new Fault(
        'ValidationException',
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. " +
          'To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.',
      );
    }
    const version: NewVersion = {
      value: input.Value,
      type: input.Type,
      description: input.Description,
      keyId: input.KeyId,
      allowedPattern: input.AllowedPattern,
      dataType: input.DataType,
      tier: input.Tier,
    };
    const { number, tier } = parameters.put(Name, version, { overwrite });
    for (const { Key, Value } of tags) parameters.find(Name)!.tags.set(Key, Value);
    return { Version: number, Tier: tier };
  }

  /** `name`, `name:3` or `name:label`; the name may be an ARN. */
  function select(asked: string): { parameter: Parameter; version: Version; selector: string } | undefined {
    const whole = parameters.find(asked);
    if (whole !== undefined) return { parameter: whole, version: whole.versions.at(-1)!, selector: '' };
    const at = asked.lastIndexOf(':');
    const parameter = at === -1 ? undefined : parameters.find(asked.slice(0, at));
    if (parameter === undefined) return undefined;
    const wanted = asked.slice(at + 1);
    const version = parameter.versions.find(({ number, labels }) => String(number) === wanted || labels.has(wanted));
    if (version === undefined) {
      throw new Fault(
        'ParameterVersionNotFound',
        `Systems Manager could not find version ${wanted} of ${parameter.name}. Verify the version and try again.`,
      );
    }
    return { parameter, version, selector: asked.slice(at) };
  }

  function get({ Name, WithDecryption = false }: { readonly Name: string; readonly WithDecryption?: boolean }) {
    const found = select(Name);
    if (found === undefined) throw notFound(Name);
    return {
      Parameter: describe(found.parameter, found.version, { selector: found.selector, decrypted: WithDecryption }),
    };
  }

  function getSeveral(input: { readonly Names: readonly string[]; readonly WithDecryption?: boolean }) {
    const found = input.Names.map((name) => ({ name, found: selected(name) }));
    return {
      Parameters: found.flatMap(({ found }) =>
        found === undefined
          ? []
          : [
              describe(found.parameter, found.version, {
                selector: found.selector,
                decrypted: input.WithDecryption === true,
              }),
            ],
      ),
      InvalidParameters: found.filter(({ found }) => found === undefined).map(({ name }) => name),
    };
  }

  /** Here a version that does not exist is one more name that is not valid. */
  function selected(name: string): ReturnType<typeof select> {
    try {
      return select(name);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return undefined;
    }
  }

  function getByPath(
    input: Paged & {
      readonly Path: string;
      readonly Recursive?: boolean;
      readonly WithDecryption?: boolean;
      readonly ParameterFilters?: readonly Filter[];
    },
  ) {
    const path = input.Path.endsWith('/') ? input.Path : `${input.Path}/`;
    const all = parameters
      .list()
      .filter(
        ({ name }) => name.startsWith(path) && (input.Recursive === true || !name.slice(path.length).includes('/')),
      )
      .filter((parameter) => (input.ParameterFilters ?? []).every((filter) => passes(parameter, filter)));
    const { items, nextToken } = page(all, ({ name }) => name, { ...input, size: 10 });
    const decrypted = input.WithDecryption === true;
    return {
      Parameters: items.map((parameter) =>
        describe(parameter, parameter.versions.at(-1)!, { selector: '', decrypted }),
      ),
      ...nextToken,
    };
  }

  function describeAll(input: Paged & { readonly ParameterFilters?: readonly Filter[] }) {
    const all = parameters
      .list()
      .filter((parameter) => (input.ParameterFilters ?? []).every((filter) => passes(parameter, filter)));
    const { items, nextToken } = page(all, ({ name }) => name, { ...input, size: 50 });
    return {
      Parameters: items.map((parameter) => ({
        ARN: parameter.arn,
        ...metadata(parameter, parameter.versions.at(-1)!),
      })),
      ...nextToken,
    };
  }

  function history(input: Paged & { readonly Name: string; readonly WithDecryption?: boolean }) {
    const parameter = existing(input.Name);
    const { items, nextToken } = page(parameter.versions, ({ number }) => String(number), { ...input, size: 50 });
    return {
      Parameters: items.map((version) => ({
        ...metadata(parameter, version),
        Value: shown(version, input.WithDecryption === true),
        Labels: [...version.labels],
      })),
      ...nextToken,
    };
  }

  function label(input: {
    readonly Name: string;
    readonly ParameterVersion?: number;
    readonly Labels: readonly string[];
  }) {
    const { versions, name } = existing(input.Name);
    const number = input.ParameterVersion ?? versions.at(-1)!.number;
    const version = versions.find((each) => each.number === number);
    if (version === undefined) {
      throw new Fault(
        'ParameterVersionNotFound',
        `Systems Manager could not find version ${number} of ${name}. Verify the version and try again.`,
      );
    }
    const isInvalid = (text: string): boolean => !/^(?!aws|ssm)[A-Za-z_][\w.-]{0,99}$/i.test(text);
    for (const text of input.Labels.filter((each) => !isInvalid(each))) {
      // A label is on one version at a time.
      for (const each of versions) each.labels.delete(text);
      version.labels.add(text);
    }
    return { InvalidLabels: input.Labels.filter(isInvalid), ParameterVersion: number };
  }

  function existing(name: string): Parameter {
    const parameter = parameters.find(name);
    if (parameter === undefined) throw notFound(name);
    return parameter;
  }

  function remove({ Name }: { readonly Name: string }): void {
    if (!parameters.delete(Name)) throw notFound(Name);
  }

  function removeSeveral({ Names }: { readonly Names: readonly string[] }) {
    const DeletedParameters = Names.filter((name) => parameters.delete(name));
    return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
  }

  return {
    PutParameter: put,
    GetParameter: get,
    GetParameters: getSeveral,
    GetParametersByPath: getByPath,
    DescribeParameters: describeAll,
    GetParameterHistory: history,
    LabelParameterVersion: label,
    DeleteParameter: remove,
    DeleteParameters: removeSeveral,
  };
}

function notFound(name: string): Fault {
  return new Fault('ParameterNotFound', `Parameter ${name} not found.`);
}
