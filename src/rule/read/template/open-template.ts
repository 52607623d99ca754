import { dirname } from 'node:path';
import { Problem } from '../../../problem.ts';
import { type Owner, attributeOf, nameProperty, refOf } from '../arn.ts';
import { type MapNode, type Node, entriesOf, memberOf, nearestNode, placeOfKey, textOf } from '../node.ts';
import type { Parameters } from '../parameters.ts';
import type { Deployment, Note } from '../reading.ts';
import type { Resource } from '../resource.ts';
import { type Value, Unresolved, isMap, nameIn } from '../value.ts';
import { type Evaluate, FUNCTIONS, isFunctionCall } from './functions.ts';
import { pseudoParameter } from './pseudo.ts';

/** A template whose expressions can be worked out. */
export interface Template {
  readonly root: MapNode;
  /** What a part of it comes to; nothing for `AWS::NoValue`. */
  evaluate(node: Node): Value | undefined;
  /** Every resource whose condition holds, or may hold. */
  resources(): readonly Resource[];
  /** An output by its name; nothing where there is none. */
  output(name: string): Value | undefined;
}

/** What a template is opened with. */
export interface TemplateOptions extends Deployment {
  readonly file: string;
  /** What the attributes of resources are that are templates themselves: `Nested`, `Outputs.QueueArn`. */
  readonly nested?: (id: string, attribute: string) => Value | undefined;
  /** Hears what is wrong with the template as a whole. */
  readonly tell: (note: Note) => void;
  /** What a template is given by the one that it is nested in. */
  readonly given?: Readonly<Record<string, Value>>;
}

/** The parts of the largest template, worked out some ten times over. */
const MOST_EFFORT = 3_000_000;

/** Makes a template ready, working nothing out. */
export function openTemplate(
  root: Node,
  { file, nested, given = {}, parameters, tell, ...whose }: TemplateOptions,
): Template {
  if (root.kind !== 'map') {
    throw new Problem('RULES_FORMAT', 'Cannot read rules: a template is an object', { place: root.place });
  }
  const owner: Owner = { account: whose.account ?? '123456789012', region: whose.region ?? 'us-east-1' };
  const nodes = new Map(entriesOf(memberOf(root, 'Resources')));
  // Each is worked out once: of names made of others twice, and those again, there would soon be no end.
  const names = new Map<string, Value>();
  const conditions = new Map<string, boolean | Unresolved>();
  let effort = 0;
  allowNames(root, parameters);
  /** What is being worked out, to find what leads back to itself. */
  const open: string[] = [];

  /** What leads back to itself is not known, and an error: CloudFormation would refuse the template. The rest can be read all the same. */
  function guarded<Result>(what: string, node: Node, work: () => Result): Result | Unresolved {
    if (open.includes(what)) {
      const circle = [...open.slice(open.indexOf(what)), what].join(' → ');
      const message = `The template goes round in circles, ${circle}`;
      tell({ severity: 'error', code: 'CYCLE', message, place: node.place });
      return new Unresolved(`it leads back to itself, ${circle}`, node.place);
    }
    open.push(what);
    try {
      return work();
    } finally {
      open.pop();
    }
  }

  function parameter(name: string, node: Node): Value {
    const declared = memberOf(memberOf(root, 'Parameters'), name);
    const type = textOf(memberOf(declared, 'Type')) ?? 'String';
    if (Object.hasOwn(given, name)) return given[name]!;
    if (parameters.has(name)) return typed(parameters.get(name), type);
    const byDefault = memberOf(declared, 'Default');
    if (byDefault === undefined || type.startsWith('AWS::SSM::')) {
      const how = byDefault === undefined ? 'has no default' : 'is read from Systems Manager';
      return new Unresolved(`the parameter "${name}" ${how}: give it as --parameter ${name}=…`, node.place);
    }
    const value = byDefault.kind === 'scalar' ? byDefault.value : '';
    return typed(value instanceof Unresolved || value === null ? '' : String(value), type);
  }

  function nameOf(id: string, node: Node): Value {
    const known = names.get(id);
    if (known !== undefined) return known;
    const name = namedOf(id, node);
    names.set(id, name);
    return name;
  }

  function namedOf(id: string, node: Node): Value {
    if (parameters.has(id)) return parameters.get(id);
    const resource = nodes.get(id);
    const type = textOf(memberOf(resource, 'Type')) ?? '';
    const property = nameProperty(type);
    const written = property === undefined ? undefined : memberOf(memberOf(resource, 'Properties'), property);
    const name = written && guarded(id, node, () => evaluate(written));
    return (
      standing(name, id) ??
      new Unresolved(`AWS draws the name of "${id}" when it makes it: give it as --parameter ${id}=…`, node.place, id)
    );
  }

  function reference(name: string, node: Node): Value | undefined {
    if (memberOf(memberOf(root, 'Parameters'), name) !== undefined || Object.hasOwn(given, name)) {
      return parameter(name, node);
    }
    const type = textOf(memberOf(nodes.get(name), 'Type'));
    if (type !== undefined) {
      return refOf(type, nameOf(name, node), owner) ?? drawn(name, 'Ref', node);
    }
    if (name === 'AWS::NoValue') return undefined;
    if (parameters.has(name)) return parameters.get(name);
    return (
      pseudoParameter(name, owner, file, node.place) ??
      new Unresolved(`there is neither a parameter nor a resource "${name}"`, node.place)
    );
  }

  function attribute(id: string, name: string, node: Node): Value {
    const type = textOf(memberOf(nodes.get(id), 'Type'));
    const key = `${id}.${name}`;
    if (parameters.has(key)) return parameters.get(key);
    if (type === undefined) return new Unresolved(`there is no resource "${id}"`, node.place);
    const inner = guarded(key, node, () => nested?.(id, name));
    return inner ?? attributeOf(type, nameOf(id, node), name, owner) ?? drawn(key, 'Fn::GetAtt', node);
  }

  function drawn(name: string, how: string, node: Node): Unresolved {
    const why = `only AWS knows what ${how} of "${name}" gives: give it as --parameter ${name}=…`;
    return new Unresolved(why, node.place, name.replaceAll('.', '-'));
  }

  function holds(name: string, node: Node): boolean | Unresolved {
    const known = conditions.get(name);
    if (known !== undefined) return known;
    const truth = truthOf(name, node);
    conditions.set(name, truth);
    return truth;
  }

  function truthOf(name: string, node: Node): boolean | Unresolved {
    const condition = memberOf(memberOf(root, 'Conditions'), name);
    if (condition === undefined) return new Unresolved(`there is no condition "${name}"`, node.place);
    return guarded(`condition ${name}`, node, () => {
      const value = evaluate(condition);
      if (value instanceof Unresolved || typeof value === 'boolean') return value;
      return new Unresolved(`the condition "${name}" is neither true nor false`, condition.place);
    });
  }

  const evaluator: Evaluate = {
    value: (node) => evaluate(node),
    reference,
    attribute,
    holds,
    mapping: (name) => memberOf(memberOf(root, 'Mappings'), name),
    parameters,
  };

  function evaluate(node: Node): Value | undefined {
    effort += 1;
    if (effort > MOST_EFFORT) {
      const how = 'its expressions take more work than anybody could mean';
      throw new Problem('RULES_CYCLE', `Cannot read rules: ${how}`, { place: node.place });
    }
    if (node.kind === 'scalar') return dynamic(node.value, node);
    if (node.kind === 'list') {
      return node.items.map(evaluate).filter((item) => item !== undefined);
    }
    const call = isFunctionCall(node);
    if (call !== undefined) return FUNCTIONS[call.name]!(call.argument, evaluator, node);
    const members = entriesOf(node).flatMap(([name, member]) => {
      const value = evaluate(member);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(members);
  }

  return {
    root,
    evaluate,
    output: (name) => {
      const node = memberOf(memberOf(memberOf(root, 'Outputs'), name), 'Value');
      return node && evaluate(node);
    },
    resources: () =>
      [...nodes].flatMap(([id, node]) => {
        const type = textOf(memberOf(node, 'Type'));
        const condition = textOf(memberOf(node, 'Condition'));
        const there = condition === undefined ? true : holds(condition, memberOf(node, 'Condition')!);
        if (type === undefined || there === false) return [];
        const written = memberOf(node, 'Properties') ?? node;
        const value = memberOf(node, 'Properties') === undefined ? {} : evaluate(written);
        const asset = textOf(memberOf(memberOf(node, 'Metadata'), 'aws:asset:path'));
        return [
          {
            id,
            type,
            properties: isMap(value) ? value : {},
            root: dirname(file),
            owner,
            ...(there instanceof Unresolved && { doubt: there }),
            ...(asset !== undefined && { asset }),
            placeOf: (...path) =>
              path.length === 0
                ? (placeOfKey(memberOf(root, 'Resources'), id) ?? node.place)
                : nearestNode(written, path).place,
          } satisfies Resource,
        ];
      }),
  };
}

/** All that a template could be given, also what stands in a branch that is not taken. */
function allowNames(root: MapNode, parameters: Parameters): void {
  parameters.allow(entriesOf(memberOf(root, 'Parameters')).map(([name]) => name));
  parameters.allow(['AWS::StackName', 'AWS::StackId', 'AWS::NotificationARNs']);
  parameters.allowBelow(entriesOf(memberOf(root, 'Resources')).map(([id]) => id));
  const left: Node[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node.kind === 'scalar') continue;
    const imported = textOf(memberOf(node, 'Fn::ImportValue'));
    if (imported !== undefined) parameters.allow([imported]);
    for (const inner of node.kind === 'list' ? node.items : node.entries.values()) left.push(inner);
  }
}

/** A name that is not known, but for whom it is of: what refers to the thing still finds it. */
function standing(name: Value | undefined, id: string): Value | undefined {
  return name instanceof Unresolved && name.standIn === undefined ? new Unresolved(name.why, name.place, id) : name;
}

function typed(text: string, type: string): Value {
  return type === 'CommaDelimitedList' || type.startsWith('List<') ? text.split(',').map((item) => item.trim()) : text;
}

/** Secrets and parameters that CloudFormation fetches when it deploys. */
function dynamic(value: string | number | boolean | null | Unresolved, node: Node): Value {
  if (typeof value !== 'string' || !value.includes('{{resolve:')) return value;
  const [found] = /\{\{resolve:[^}]*\}\}/.exec(value) ?? [value];
  return new Unresolved(`only a deployment knows what ${found} gives`, node.place, nameIn(value));
}
