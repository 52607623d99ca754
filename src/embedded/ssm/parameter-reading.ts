import { Fault } from '../../wire/fault.ts';
import { describe, metadata, shown } from './describe-parameter.ts';
import { page } from './page.ts';
import { passes, type Filter } from './parameter-filter.ts';
import { existing, notFound } from './parameter-not-found.ts';
import type { Parameter, Parameters, Version } from './parameters.ts';

interface Paged {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Parameter Store, as far as it is read: by name, by path, described, and with its history. */
export function parameterReading(parameters: Parameters) {
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
    const parameter = existing(parameters, input.Name);
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

  return {
    GetParameter: get,
    GetParameters: getSeveral,
    GetParametersByPath: getByPath,
    DescribeParameters: describeAll,
    GetParameterHistory: history,
  };
}
