import type { Place } from '../../../problem.ts';
import type { Owner } from '../arn.ts';
import type { ReadOptions } from '../reading.ts';
import type { Source } from '../source.ts';
import { Unresolved, type Value, type ValueMap, at, isList, isMap, itemsOf, membersOf, nameIn } from '../value.ts';
import { type Scope, evaluateJson, evaluateText, lead } from './evaluate.ts';
import { beyond } from './expression.ts';
import { policyDocument } from './policy-document.ts';
import { type Block, computedAttribute, nameArgument } from './translate.ts';

/** A `.tf` file, its blocks as JSON with the expressions as they are written. */
export interface HclFile {
  readonly source: Source;
  readonly content: ValueMap;
}

/** A call of another module. */
interface ModuleCall {
  readonly name: string;
  readonly source: string | undefined;
  readonly variables: ValueMap;
  readonly place: Place;
}

/** A module whose expressions can be worked out. */
export interface Module {
  blocks(): readonly Block[];
  calls(): readonly ModuleCall[];
}

interface Written {
  readonly type: string;
  readonly name: string;
  readonly body: ValueMap;
  readonly source: Source;
}

/** Arguments that are JSON in a text. */
const JSON_ARGUMENTS = ['event_pattern', 'policy', 'definition', 'policy_document'];

/** Makes a module ready; what it refers to is worked out when it is asked for. */
export function openModule(
  folder: string,
  files: readonly HclFile[],
  { parameters = {}, given }: ReadOptions & { readonly given: ValueMap },
  owner: Owner,
): Module {
  const resources = writtenIn(files, 'resource');
  const data = writtenIn(files, 'data');
  const variables = Object.assign({}, ...files.map(({ content }) => membersOf(content['variable']))) as ValueMap;
  const locals = Object.assign(
    {},
    ...files.flatMap(({ content }) => itemsOf(content['locals']).map(membersOf)),
  ) as ValueMap;
  const assigned = Object.assign(
    {},
    ...files.filter(({ source }) => source.file.endsWith('.tfvars')).map(({ content }) => content),
  ) as ValueMap;
  const open = new Set<string>();

  const scope: Scope = { folder, refer };

  /** What leads back to itself is not known; Terraform would refuse it. */
  function guarded(what: string, work: () => Value): Value {
    if (open.has(what)) return new Unresolved(`${what} leads back to itself`, undefined);
    open.add(what);
    try {
      return work();
    } finally {
      open.delete(what);
    }
  }

  function refer(path: readonly string[]): Value {
    const [first = '', second = '', ...rest] = path;
    const whole = path.join('.');
    if (Object.hasOwn(parameters, whole)) return parameters[whole]!;
    if (first === 'var') return lead(variable(second), rest);
    if (first === 'local') {
      const written = locals[second];
      if (written === undefined) return new Unresolved(`there is no local "${second}"`, undefined);
      return lead(
        guarded(whole, () => worked(written)),
        rest,
      );
    }
    if (first === 'path') return second === 'module' || second === 'root' || second === 'cwd' ? '.' : beyond(whole);
    if (first === 'data') return dataAttribute(second, rest[0] ?? '', rest.slice(1));
    if (first === 'module')
      return new Unresolved(`${whole} is the output of a module: give it as --parameter ${whole}=…`, undefined);
    if (first === 'each' || first === 'count') return new Unresolved(`${whole} is another for each copy`, undefined);
    return attribute(first, second, rest);
  }

  function variable(name: string): Value {
    if (Object.hasOwn(given, name)) return given[name]!;
    if (Object.hasOwn(parameters, name)) return parameters[name]!;
    if (assigned[name] !== undefined) return worked(assigned[name]);
    const byDefault = at(itemsOf(variables[name])[0], 'default');
    return byDefault === undefined
      ? new Unresolved(`the variable "${name}" has no default: give it as --parameter ${name}=…`, undefined)
      : worked(byDefault);
  }

  function attribute(type: string, name: string, rest: readonly string[]): Value {
    const found = resources.find((one) => one.type === type && one.name === name);
    if (found === undefined) return beyond([type, name, ...rest].join('.'));
    // A copy by its number or key is like the others.
    const isCopied = found.body['count'] !== undefined || found.body['for_each'] !== undefined;
    const [key = 'id', ...more] = isCopied ? rest.slice(1) : rest;
    if (key === nameArgument(type)) return nameOf(found);
    const own = found.body[key];
    if (own !== undefined)
      return lead(
        guarded(`${type}.${name}.${key}`, () => worked(own)),
        more,
      );
    const computed = computedAttribute(type, nameOf(found), key, owner);
    return computed ?? new Unresolved(`only AWS knows ${type}.${name}.${key}`, undefined, `${name}-${key}`);
  }

  function nameOf(written: Written): Value {
    const argument = nameArgument(written.type);
    const name = argument === undefined ? undefined : written.body[argument];
    const prefix = argument === undefined ? undefined : written.body[`${argument}_prefix`];
    if (name !== undefined) {
      const known = guarded(`${written.type}.${written.name}`, () => worked(name));
      // What refers to it has to find it all the same.
      return known instanceof Unresolved && known.standIn === undefined
        ? new Unresolved(known.why, placeOf(written), written.name)
        : known;
    }
    const id = prefix === undefined ? written.name : `${nameIn(worked(prefix)) ?? ''}${written.name}`;
    const why = `AWS draws the name of ${written.type}.${written.name}: give it as --parameter ${written.type}.${written.name}.${argument ?? 'name'}=…`;
    return new Unresolved(why, placeOf(written), id);
  }

  function dataAttribute(type: string, name: string, [key = '', ...rest]: readonly string[]): Value {
    if (type === 'aws_caller_identity' && key === 'account_id') return owner.account;
    if (type === 'aws_region' && ['name', 'region', 'id'].includes(key)) return owner.region;
    if (type === 'aws_partition' && key === 'partition') return 'aws';
    const found = data.find((one) => one.type === type && one.name === name);
    if (found !== undefined && type === 'aws_iam_policy_document' && key === 'json') {
      return guarded(`data.${type}.${name}`, () => policyDocument(membersOf(worked(found.body))));
    }
    const own = found?.body[key];
    if (own !== undefined) return lead(worked(own), rest);
    if (found !== undefined && key === 'output_path') return worked(found.body['output_path'] ?? '');
    return new Unresolved(`data.${type}.${name}.${key} is read from the account`, undefined, name);
  }

  function worked(value: Value, isJson = false): Value {
    if (typeof value === 'string') return isJson ? evaluateJson(value, scope) : evaluateText(value, scope);
    if (isList(value)) return value.map((item) => worked(item));
    if (!isMap(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, worked(member, JSON_ARGUMENTS.includes(name))]),
    );
  }

  function blockOf(written: Written): readonly Block[] {
    const values = membersOf(worked(written.body)) as Record<string, Value>;
    if (values['count'] === 0 || values['count'] === '0') return [];
    const argument = nameArgument(written.type);
    if (argument !== undefined) values[argument] = nameOf(written);
    const code = codeOf(values['filename']);
    if (code !== undefined) values['filename'] = code;
    return [
      {
        type: written.type,
        address: `${written.type}.${written.name}`,
        values,
        root: folder,
        placeOf: (argument) => placeOf(written, argument),
      },
    ];
  }

  /** What a function's archive is made of. */
  function codeOf(filename: Value | undefined): Value | undefined {
    const path = nameIn(filename);
    if (path === undefined) return undefined;
    const archive = data.find(
      (one) => one.type === 'archive_file' && nameIn(worked(one.body['output_path'] ?? '')) === path,
    );
    const from = archive?.body['source_dir'] ?? archive?.body['source_file'];
    return from && worked(from);
  }

  return {
    blocks: () => resources.flatMap(blockOf),
    calls: () =>
      files.flatMap(({ content, source }) =>
        Object.entries(membersOf(content['module'])).map(([name, bodies]) => {
          const body = membersOf(itemsOf(bodies)[0]);
          const { source: from, ...arguments_ } = body;
          return {
            name,
            source: nameIn(from),
            variables: membersOf(worked(arguments_)),
            place: placeIn(source, new RegExp(String.raw`\bmodule\s+"?${name}"?\s*\{`)),
          };
        }),
      ),
  };
}

function writtenIn(files: readonly HclFile[], kind: 'resource' | 'data'): readonly Written[] {
  return files.flatMap(({ source, content }) =>
    Object.entries(membersOf(content[kind])).flatMap(([type, named]) =>
      Object.entries(membersOf(named)).flatMap(([name, bodies]) =>
        itemsOf(bodies).map((body) => ({ type, name, body: membersOf(body), source })),
      ),
    ),
  );
}

/** Where a block begins, or an argument of it. The parser does not say, so the text is searched. */
function placeOf({ type, name, source }: Written, argument?: string): Place {
  const block = new RegExp(String.raw`\b(?:resource|data)\s+"${type}"\s+"${name}"`);
  if (argument === undefined) return placeIn(source, block);
  const start = source.text.search(block);
  const end = start < 0 ? -1 : source.text.indexOf('\n}', start);
  const inner = start < 0 ? '' : source.text.slice(start, end < 0 ? undefined : end);
  const at = inner.search(new RegExp(String.raw`^\s*${argument}\s*=`, 'm'));
  if (at < 0) return placeIn(source, block);
  const offset = start + at + (/^\s*/.exec(inner.slice(at))?.[0].length ?? 0);
  return source.placeAt(offset, offset + argument.length);
}

function placeIn(source: Source, form: RegExp): Place {
  const found = form.exec(source.text);
  return found === null ? source.placeAt(0) : source.placeAt(found.index, found.index + found[0].length);
}
