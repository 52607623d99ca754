import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Owner } from '../arn.ts';
import { type Node, memberOf, entriesOf } from '../node.ts';
import type { Deployment } from '../reading.ts';
import { readSource } from '../source.ts';
import { Unresolved, type Value, joined } from '../value.ts';
import { readYaml } from '../yaml-node.ts';

/** What variables are worked out with. */
export interface VariableContext {
  readonly file: string;
  readonly options: Deployment;
  readonly owner: Owner;
  /** Every file that one of them leads to is added here. */
  readonly files: string[];
}

/** Sources of the framework's variables; any other `${…}` is CloudFormation's. */
const SOURCES = 'self|opt|sls|env|file|param|aws|cf|ssm|s3|git|strToBool|terraform|vault|doppler|output|http|secrets';
const VARIABLE = new RegExp(String.raw`\$\{((?:(?:${SOURCES})[:(])(?:[^{}]|\$\{[^{}]*\})*)\}`);
const LARGEST = 1_048_576;
const DEEPEST = 30;

/** A service with its variables worked out; what only a deployment knows is not known. */
export function withVariables(service: Node, context: VariableContext): Node {
  const { file, options, owner, files } = context;
  const { parameters } = options;
  // Each is worked out once: of what says another twice, and that again, there would soon be no end.
  const values = new Map<string, Node>();

  function replaced(node: Node, depth: number): Node {
    if (node.kind === 'list') return { ...node, items: node.items.map((item) => replaced(item, depth)) };
    if (node.kind === 'map') {
      return { ...node, entries: new Map(entriesOf(node).map(([name, member]) => [name, replaced(member, depth)])) };
    }
    return typeof node.value === 'string' ? text(node.value, node, depth) : node;
  }

  function text(written: string, node: Node, depth: number): Node {
    const found = VARIABLE.exec(written);
    // Also those that come after one that is known.
    for (const [, name = ''] of written.matchAll(/\b(?:opt|param|env):([\w.-]+)/g)) parameters.allow([name]);
    if (found === null) return { kind: 'scalar', value: written, place: node.place };
    if (depth > DEEPEST) return scalar(new Unresolved(`${found[0]} leads back to itself`, node.place), node);
    const [whole, inner = ''] = found;
    const value = resolved(inner, node, depth + 1);
    if (whole === written) return value.kind === 'scalar' ? { ...value, place: node.place } : value;
    const rest = text(written.slice(found.index + whole.length), node, depth);
    const parts = [written.slice(0, found.index), plain(value), plain(rest)];
    return scalar(joined(parts, '', node.place), node);
  }

  /** `${opt:stage, self:custom.stage, 'dev'}`: the first that is known. */
  function resolved(inner: string, node: Node, depth: number): Node {
    const known = values.get(inner);
    if (known !== undefined) return known;
    const value = worked(inner, node, depth);
    values.set(inner, value);
    return value;
  }

  function worked(inner: string, node: Node, depth: number): Node {
    let unknown: Unresolved | undefined;
    for (const part of choices(inner)) {
      const found = one(part, node, depth);
      if (found === undefined) continue;
      if (found.kind !== 'scalar' || !(found.value instanceof Unresolved)) return found;
      unknown ??= found.value;
    }
    const why = `\${${inner}} is not known: give it as --parameter ${keyOf(inner)}=…`;
    return scalar(unknown ?? new Unresolved(why, node.place), node);
  }

  function one(part: string, node: Node, depth: number): Node | undefined {
    const written = plainText(text(part, node, depth));
    const quoted = /^(['"])(.*)\1$/.exec(written);
    if (quoted !== null) return scalar(quoted[2] ?? '', node);
    if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(written)) return scalar(JSON.parse(written) as Value, node);
    const [, source = '', address = ''] = /^(\w+)(?:\([^)]*\))?:?(.*)$/s.exec(written) ?? [];
    if (parameters.has(written)) return scalar(parameters.get(written), node);
    switch (source) {
      case 'self':
        return found(service, address, depth);
      case 'file':
        return ofFile(written, depth);
      case 'opt':
      case 'param':
      case 'env':
        return parameters.has(address) ? scalar(parameters.get(address), node) : undefined;
      case 'sls':
        return address === 'stage' ? stage(node, depth) : undefined;
      case 'aws':
        return { accountId: scalar(owner.account, node), region: scalar(owner.region, node) }[address];
      case 'strToBool':
        return scalar(/\((?:true|1)\)/i.test(written), node);
    }
    return undefined;
  }

  function stage(node: Node, depth: number): Node {
    if (parameters.has('stage')) return scalar(parameters.get('stage'), node);
    return found(service, 'provider.stage', depth) ?? scalar('dev', node);
  }

  function found(root: Node, path: string, depth: number): Node | undefined {
    let here: Node | undefined = root;
    for (const name of path.split('.').filter((step) => step !== '')) {
      if (here?.kind === 'scalar') here = replaced(here, depth);
      here = here?.kind === 'list' ? here.items[Number(name)] : memberOf(here, name);
    }
    return here && replaced(here, depth);
  }

  function ofFile(written: string, depth: number): Node | undefined {
    const [, path = '', address = ''] = /^file\(([^)]*)\)(?::(.*))?$/s.exec(written) ?? [];
    const where = resolve(dirname(file), path.trim());
    if (!/\.(?:ya?ml|json)$/.test(where) || !existsSync(where)) return undefined;
    if (!files.includes(where)) files.push(where);
    return found(readYaml(readSource(where, LARGEST, 'which is more than anybody writes')), address, depth);
  }

  return replaced(service, 0);
}

function scalar(value: Value, { place }: Node): Node {
  if (typeof value === 'object' && value !== null && !(value instanceof Unresolved))
    return { kind: 'scalar', value: null, place };
  return { kind: 'scalar', value, place };
}

function plain(node: Node): Value {
  return node.kind === 'scalar' ? node.value : new Unresolved('an object stands within a text', node.place);
}

function plainText(node: Node): string {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
}

/** Splits at commas that stand neither in quotes nor in a variable within this one. */
function choices(inner: string): readonly string[] {
  return (inner.match(/(?:'[^']*'|"[^"]*"|\$\{[^}]*\}|\([^)]*\)|[^,])+/g) ?? []).map((part) => part.trim());
}

function keyOf(inner: string): string {
  const [first = ''] = choices(inner);
  return /^(?:opt|param|env):/.test(first) ? first.replace(/^\w+:/, '') : first;
}
