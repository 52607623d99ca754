import { dirname } from 'node:path';
import { Problem } from '../../../problem.ts';
import type { Owner } from '../arn.ts';
import type { FormatReading } from '../format-reading.ts';
import type { Source } from '../source.ts';
import { Unresolved, type Value, type ValueMap, at, isList, isMap, itemsOf, membersOf, nameIn } from '../value.ts';
import { type Block, computedAttribute, nameArgument, translated } from './translate.ts';

/** A module of a plan or a state, with the part of the configuration that it was made of. */
interface Module {
  /** Its address; empty for the root. */
  readonly path: string;
  readonly values: Value | undefined;
  readonly configuration: Value | undefined;
  /** The module that calls it, and the call. */
  readonly parent?: Module;
  readonly call?: Value | undefined;
}

/** A resource as it is planned, and what its arguments refer to. */
interface Planned {
  readonly module: Module;
  readonly type: string;
  readonly address: string;
  readonly values: ValueMap;
  readonly expressions: Value | undefined;
}

/** All that expressions are worked out with. */
interface Whole {
  readonly source: Source;
  readonly owner: Owner;
  readonly archives: readonly Planned[];
  readonly addresses: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
  readonly byName: ReadonlyMap<string, Planned>;
  readonly byCall: ReadonlyMap<Value | undefined, Module>;
}

const DEEPEST = 20;

function keyOf(module: Module, type: string, name: string): string {
  return `${module.path} ${type}.${name}`;
}

/** `module.a.aws_sqs_queue.work[0]` is called `work`. */
function nameInAddress(address: string): string {
  return (
    address
      .replace(/\[[^\]]*\]$/, '')
      .split('.')
      .at(-1) ?? ''
  );
}

/** Reads what `terraform show -json` prints of a plan or a state. */
export function readPlan(source: Source, plan: unknown, assumed: Owner): FormatReading {
  const root = plan as Value;
  const values = at(root, 'planned_values', 'root_module') ?? at(root, 'values', 'root_module');
  if (!isMap(values)) {
    const how = 'it has neither "planned_values" nor "values": wanted what "terraform show -json" prints';
    throw new Problem('RULES_FORMAT', `Cannot read rules from "${source.file}": ${how}`, { place: source.placeAt(0) });
  }
  const all = plannedIn({ path: '', values, configuration: at(root, 'configuration', 'root_module') });
  const owner = ownerOf(all) ?? assumed;
  const archives = [
    ...all,
    ...plannedIn({ path: '', values: at(root, 'prior_state', 'values', 'root_module'), configuration: undefined }),
  ].filter(({ type }) => type === 'archive_file');
  const whole: Whole = {
    source,
    owner,
    archives,
    addresses: addressesIn(source.text),
    // The first of several copies stands for all.
    byName: new Map(all.toReversed().map((one) => [keyOf(one.module, one.type, nameInAddress(one.address)), one])),
    byCall: new Map(all.toReversed().map(({ module }) => [module.call, module])),
  };
  const blocks = all.map((one): Block => blockOf(one, whole));
  return { ...translated(blocks, owner), files: [source.file] };
}

function plannedIn(module: Module): readonly Planned[] {
  const configured = new Map(
    itemsOf(at(module.configuration, 'resources')).map((one) => [
      `${nameIn(at(one, 'type'))}.${nameIn(at(one, 'name'))}`,
      one,
    ]),
  );
  const own = itemsOf(at(module.values, 'resources')).map((resource): Planned => {
    const type = nameIn(at(resource, 'type')) ?? '';
    const name = nameIn(at(resource, 'name')) ?? '';
    const written = configured.get(`${type}.${name}`);
    return {
      module,
      type,
      address: nameIn(at(resource, 'address')) ?? `${type}.${name}`,
      values: membersOf(at(resource, 'values')),
      expressions: at(written, 'expressions'),
    };
  });
  const children = itemsOf(at(module.values, 'child_modules')).flatMap((child) => {
    const name =
      (nameIn(at(child, 'address')) ?? '')
        .split('.')
        .at(-1)
        ?.replace(/\[.*\]$/, '') ?? '';
    const call = at(module.configuration, 'module_calls', name);
    return plannedIn({
      path: nameIn(at(child, 'address')) ?? '',
      values: child,
      configuration: at(call, 'module'),
      parent: module,
      call,
    });
  });
  return [...own, ...children];
}

/** A state names the account that it is of. */
function ownerOf(all: readonly Planned[]): Owner | undefined {
  for (const { values } of all) {
    const [, region, account] = /^arn:aws[\w-]*:\w+:([\w-]+):(\d{12}):/.exec(nameIn(values['arn']) ?? '') ?? [];
    if (region !== undefined && account !== undefined) return { region, account };
  }
  return undefined;
}

function blockOf(one: Planned, whole: Whole): Block {
  const { addresses, archives, source } = whole;
  const { start, end } = addresses.get(one.address) ?? { start: 0, end: 0 };
  const place = source.placeAt(start, end);
  const completed: Record<string, Value> = { ...withoutNulls(one.values) };
  for (const [argument, expression] of Object.entries(membersOf(one.expressions))) {
    completed[argument] = completeArgument(completed[argument], expression, one, whole);
    if (completed[argument] === undefined) delete completed[argument];
  }
  const argument = nameArgument(one.type);
  if (argument !== undefined && completed[argument] === undefined) {
    completed[argument] = drawnName(one, place);
  }
  const archive = archives.find(
    ({ values }) => values['output_path'] !== undefined && values['output_path'] === completed['filename'],
  );
  const code = archive && (archive.values['source_dir'] ?? archive.values['source_file']);
  if (code !== undefined && code !== null) completed['filename'] = code;
  return { type: one.type, address: one.address, values: completed, root: dirname(source.file), placeOf: () => place };
}

function drawnName(one: Planned, place: Block['placeOf'] extends (name?: string) => infer P ? P : never): Unresolved {
  return new Unresolved(`only AWS knows the name of ${one.address}`, place, one.address.replaceAll(/[^\w.-]/g, '-'));
}

function withoutNulls(values: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** Fills in what a plan leaves out because only AWS knows it, from what its expression refers to; blocks are filled in member by member. */
function completeArgument(value: Value | undefined, expression: Value, one: Planned, whole: Whole): Value {
  const references = itemsOf(at(expression, 'references')).flatMap((name) => nameIn(name) ?? []);
  // Blocks within a resource are lists, each member with an expression of its own.
  if (isList(expression) && value !== undefined) {
    return itemsOf(value).map((item, index) => {
      const members: Record<string, Value> = { ...withoutNulls(membersOf(item)) };
      for (const [name, inner] of Object.entries(membersOf(expression[index]))) {
        const completed = completeArgument(members[name], inner, one, whole);
        if (completed !== undefined) members[name] = completed;
      }
      return members;
    });
  }
  if (value !== undefined || references.length === 0) return value as Value;
  return (
    refer(references, one.module, whole, 0) ??
    new Unresolved(`only AWS knows what ${references[0] ?? 'it'} gives`, undefined)
  );
}

/** What the first reference that leads somewhere gives. An expression of more than a reference cannot be worked out from a plan. */
function refer(references: readonly string[], module: Module, whole: Whole, depth: number): Value | undefined {
  const [reference] = references;
  if (reference === undefined || depth > DEEPEST) return undefined;
  const [first = '', second = '', third = ''] = reference.split('.').map((part) => part.replace(/\[.*\]$/, ''));
  if (first === 'var' && module.parent !== undefined) {
    return refer(referencesOf(at(module.call, 'expressions', second)), module.parent, whole, depth + 1);
  }
  if (first === 'module') {
    const call = at(module.configuration, 'module_calls', second);
    const inner = whole.byCall.get(call);
    const output = at(call, 'module', 'outputs', third, 'expression');
    return inner && refer(referencesOf(output), inner, whole, depth + 1);
  }
  const found = whole.byName.get(keyOf(module, first, second));
  if (found === undefined) return undefined;
  const known = found.values[third];
  if (known !== undefined && known !== null) return known;
  const argument = nameArgument(found.type);
  const name = (argument === undefined ? undefined : found.values[argument]) ?? undefined;
  return computedAttribute(
    found.type,
    name ??
      new Unresolved(
        `only AWS knows the name of ${found.address}`,
        undefined,
        found.address.replaceAll(/[^\w.-]/g, '-'),
      ),
    third,
    whole.owner,
  );
}

function referencesOf(expression: Value | undefined): readonly string[] {
  return itemsOf(at(expression, 'references')).flatMap((name) => nameIn(name) ?? []);
}

/** Where a plan names its resources, the first time each: it is one long line, but an editor finds the column. */
function addressesIn(text: string): ReadonlyMap<string, { readonly start: number; readonly end: number }> {
  const found = new Map<string, { readonly start: number; readonly end: number }>();
  for (const { 0: whole, 1: written = '', index } of text.matchAll(/"address"\s*:\s*("(?:[^"\\]|\\.)*")/g)) {
    const address = JSON.parse(written) as string;
    const end = index + whole.length;
    if (!found.has(address)) found.set(address, { start: end - written.length, end });
  }
  return found;
}
