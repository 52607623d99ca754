import { Fault } from '../../wire/fault.ts';
import { existing, notFound } from './parameter-not-found.ts';
import type { NewVersion, Parameters } from './parameters.ts';

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

/** Parameter Store, as far as it is written: put, labelled and deleted. */
export function parameterWriting(parameters: Parameters) {
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

  function label(input: {
    readonly Name: string;
    readonly ParameterVersion?: number;
    readonly Labels: readonly string[];
  }) {
    const { versions, name } = existing(parameters, input.Name);
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

  function remove({ Name }: { readonly Name: string }): void {
    if (!parameters.delete(Name)) throw notFound(Name);
  }

  function removeSeveral({ Names }: { readonly Names: readonly string[] }) {
    const DeletedParameters = Names.filter((name) => parameters.delete(name));
    return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
  }

  return {
    PutParameter: put,
    LabelParameterVersion: label,
    DeleteParameter: remove,
    DeleteParameters: removeSeveral,
  };
}
