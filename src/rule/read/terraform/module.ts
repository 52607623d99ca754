import type { Place } from '../../../problem.ts';
import { type Owner, partitionIn } from '../arn.ts';
import type { Deployment } from '../reading.ts';
import type { Source } from '../source.ts';
import { Unresolved, type Value, type ValueMap, at, isList, isMap, itemsOf, membersOf, nameIn } from '../value.ts';
import { type Scope, evaluateJson, evaluateText, lead } from './evaluate.ts';
import { type Copy, copiesOf } from './copies.ts';
import { beyond } from './expression.ts';
import { placeIn, placeOf } from './place-in-source.ts';
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
  { parameters, given }: Deployment & { readonly given: ValueMap },
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
  parameters.allow(Object.keys(variables));
  parameters.allowBelow([
    ...['var', 'local', 'module'],
    ...resources.map(({ type, name }) => `${type}.${name}`),
    ...data.map(({ type, name }) => `data.${type}.${name}`),
  ]);
  const copies = new Map<Written, readonly Copy[]>();
  const referred = new Map<string, Value>();

  const scope: Scope = { folder, refer, spent: { items: 0 } };

  /** What `each` and `count` are differs from copy to copy. */
  function scopeOf({ each }: Copy): Scope {
    if (each === undefined) return scope;
    return {
      ...scope,
      refer: (path) => {
        const [first = '', ...rest] = path;
        return first === 'each' || first === 'count' ? lead(each, rest) : refer(path);
      },
    };
  }

  function copiesFor(written: Written): readonly Copy[] {
    const known = copies.get(written);
    if (known !== undefined) return known;
    const { count, for_each: forEach } = written.body;
    const found = copiesOf(
      count === undefined ? undefined : guarded(`${addressOf(written)}.count`, () => worked(count)),
      forEach === undefined ? undefined : guarded(`${addressOf(written)}.for_each`, () => worked(forEach)),
    );
    copies.set(written, found);
    return found;
  }

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

  /** Each is worked out once: of what refers to something twice, and that again, there would soon be no end. */
  function refer(path: readonly string[]): Value {
    const whole = path.join('.');
    const known = referred.get(whole);
    if (known !== undefined) return known;
    const value = referent(path, whole);
    referred.set(whole, value);
    return value;
  }

  function referent(path: readonly string[], whole: string): Value {
    const [first = '', second = '', ...rest] = path;
    if (parameters.has(whole)) return parameters.get(whole);
    if (first === 'var') return lead(variable(second), rest);
    if (first === 'local') {
      const written = locals[second];
      if (written === undefined) return new Unresolved(`there is no local "${second}"`, undefined);
      if (rest.length > 0) return lead(refer([first, second]), rest);
      return guarded(whole, () => worked(written));
    }
    if (first === 'path') return second === 'module' || second === 'root' || second === 'cwd' ? '.' : beyond(whole);
    if (first === 'data') return dataAttribute(second, rest[0] ?? '', rest.slice(1));
    if (first === 'module')
      return new Unresolved(`${whole} is the output of a module: give it as --parameter ${whole}=…`, undefined);
    return attribute(first, second, rest);
  }

  function variable(name: string): Value {
    if (Object.hasOwn(given, name)) return given[name]!;
    if (parameters.has(name)) return parameters.get(name);
    if (assigned[name] !== undefined) return worked(assigned[name]);
    const byDefault = at(itemsOf(variables[name])[0], 'default');
    return byDefault === undefined
      ? new Unresolved(`the variable "${name}" has no default: give it as --parameter ${name}=…`, undefined)
      : worked(byDefault);
  }

  function attribute(type: string, name: string, rest: readonly string[]): Value {
    const found = resources.find((one) => one.type === type && one.name === name);
    if (found === undefined) return beyond([type, name, ...rest].join('.'));
    const { count, for_each: forEach } = found.body;
    if (count === undefined && forEach === undefined) return attributeOf(found, {}, rest);
    const all = copiesFor(found);
    const [key, ...more] = rest;
    if (key === undefined) {
      const made = all.map((copy) => [copy.key ?? '', attributeOf(found, copy, [])] as const);
      return forEach === undefined ? made.map(([, one]) => one) : Object.fromEntries(made);
    }
    // Where nobody knows how many there are, one is like the others.
    const copy = all.find((one) => one.key === key || one.key === undefined);
    if (copy === undefined) return new Unresolved(`there is no ${type}.${name}["${key}"]`, undefined);
    return attributeOf(found, copy, more);
  }

  function attributeOf(found: Written, copy: Copy, [key, ...more]: readonly string[]): Value {
    const { type, name, body } = found;
    if (key === undefined) return wholeOf(found, copy);
    if (key === nameArgument(type)) return nameOf(found, copy);
    const own = body[key];
    if (own !== undefined) {
      return lead(
        guarded(`${addressOf(found, copy)}.${key}`, () => worked(own, scopeOf(copy))),
        more,
      );
    }
    const computed = computedAttribute(type, nameOf(found, copy), key, owner);
    return computed ?? new Unresolved(`only AWS knows ${type}.${name}.${key}`, undefined, `${name}-${key}`);
  }

  /** A resource as the value that it is: what others are made for each of. */
  function wholeOf(found: Written, copy: Copy): Value {
    const address = addressOf(found, copy);
    return guarded(address, () => {
      const names = [...Object.keys(found.body), nameArgument(found.type) ?? 'id', 'id', 'arn'];
      return Object.fromEntries(
        names
          .filter((name) => name !== 'count' && name !== 'for_each')
          .map((name) => [name, attributeOf(found, copy, [name])]),
      );
    });
  }

  function nameOf(written: Written, copy: Copy): Value {
    const argument = nameArgument(written.type);
    const name = argument === undefined ? undefined : written.body[argument];
    const prefix = argument === undefined ? undefined : written.body[`${argument}_prefix`];
    const id = copy.key === undefined ? written.name : `${written.name}-${copy.key}`;
    if (name !== undefined) {
      const known = guarded(`${addressOf(written, copy)}.${argument}`, () => worked(name, scopeOf(copy)));
      // What refers to it has to find it all the same.
      return known instanceof Unresolved && known.standIn === undefined
        ? new Unresolved(known.why, placeOf(written), id)
        : known;
    }
    const drawn = prefix === undefined ? id : `${nameIn(worked(prefix, scopeOf(copy))) ?? ''}${id}`;
    const why = `AWS draws the name of ${written.type}.${written.name}: give it as --parameter ${written.type}.${written.name}.${argument ?? 'name'}=…`;
    return new Unresolved(why, placeOf(written), drawn);
  }

  function dataAttribute(type: string, name: string, [key = '', ...rest]: readonly string[]): Value {
    if (type === 'aws_caller_identity' && key === 'account_id') return owner.account;
    if (type === 'aws_region' && ['name', 'region', 'id'].includes(key)) return owner.region;
    if (type === 'aws_partition' && key === 'partition') return partitionIn(owner.region);
    const found = data.find((one) => one.type === type && one.name === name);
    if (found !== undefined && type === 'aws_iam_policy_document' && key === 'json') {
      return guarded(`data.${type}.${name}`, () => policyDocument(membersOf(worked(found.body))));
    }
    const own = found?.body[key];
    if (own !== undefined) return lead(worked(own), rest);
    if (found !== undefined && key === 'output_path') return worked(found.body['output_path'] ?? '');
    return new Unresolved(`data.${type}.${name}.${key} is read from the account`, undefined, name);
  }

  function worked(value: Value, within: Scope = scope, isJson = false): Value {
    if (typeof value === 'string') return isJson ? evaluateJson(value, within) : evaluateText(value, within);
    if (isList(value)) return value.map((item) => worked(item, within));
    if (!isMap(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, worked(member, within, JSON_ARGUMENTS.includes(name))]),
    );
  }

  function blocksOf(written: Written): readonly Block[] {
    return copiesFor(written).map((copy) => blockOf(written, copy));
  }

  function blockOf(written: Written, copy: Copy): Block {
    const values = membersOf(worked(withoutCopies(written.body), scopeOf(copy))) as Record<string, Value>;
    const argument = nameArgument(written.type);
    if (argument !== undefined) values[argument] = nameOf(written, copy);
    const code = codeOf(values['filename']);
    if (code !== undefined) values['filename'] = code;
    return {
      type: written.type,
      address: addressOf(written, copy),
      values,
      root: folder,
      placeOf: (argument) => placeOf(written, argument),
    };
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
    blocks: () => resources.flatMap(blocksOf),
    calls: () =>
      files.flatMap(({ content, source }) =>
        Object.entries(membersOf(content['module'])).flatMap(([name, bodies]) => {
          const { source: from, count, for_each: forEach, ...variables } = membersOf(itemsOf(bodies)[0]);
          return copiesOf(count && worked(count), forEach && worked(forEach)).map((copy) => ({
            name: `${name}${copy.suffix ?? ''}`,
            source: nameIn(from),
            variables: membersOf(worked(variables, scopeOf(copy))),
            place: placeIn(source, new RegExp(String.raw`\bmodule\s+"?${name}"?\s*\{`)),
          }));
        }),
      ),
  };
}

/** What each copy says by itself. */
function withoutCopies(body: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'count' && name !== 'for_each'));
}

/** `aws_sqs_queue.work["web"]`: what Terraform calls a resource. */
function addressOf({ type, name }: Written, { suffix = '' }: Copy = {}): string {
  return `${type}.${name}${suffix}`;
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
