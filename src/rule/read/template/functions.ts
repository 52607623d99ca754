import { type ListNode, type MapNode, type Node, entriesOf, memberOf, textOf } from '../node.ts';
import type { Parameters } from '../parameters.ts';
import { type Value, Unresolved, isList, isMap, joined, nameIn, plainOf, firstUnresolved } from '../value.ts';
import { substitute } from './substitute.ts';

/** What the functions of a template ask of it. */
export interface Evaluate {
  readonly value: (node: Node) => Value | undefined;
  readonly reference: (name: string, node: Node) => Value | undefined;
  readonly attribute: (id: string, name: string, node: Node) => Value;
  readonly holds: (condition: string, node: Node) => boolean | Unresolved;
  readonly mapping: (name: string) => Node | undefined;
  readonly parameters: Parameters;
}

type TemplateFunction = (argument: Node, evaluate: Evaluate, call: MapNode) => Value | undefined;

/** The functions that CloudFormation works out in a template, by their long names. */
export const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  Ref: (argument, { reference }, call) => reference(textOf(argument) ?? '', call),
  Condition: (argument, { holds }, call) => holds(textOf(argument) ?? '', call),
  'Fn::GetAtt': (argument, evaluate, call) => {
    const parts = itemsOf(argument).map((item) => nameIn(evaluate.value(item)) ?? '');
    const [id = '', ...rest] = parts.length > 1 ? parts : (parts[0] ?? '').split('.');
    return evaluate.attribute(id, rest.join('.'), call);
  },
  'Fn::Sub': (argument, evaluate, call) => substitute(argument, evaluate, call),
  'Fn::Join': (argument, { value }, call) => {
    const [between, list] = itemsOf(argument);
    const parts = list && value(list);
    const by = between && nameIn(value(between));
    if (parts instanceof Unresolved) return parts;
    return isList(parts) && by !== undefined ? joined(parts, by, call.place) : wrong('Fn::Join', call);
  },
  'Fn::Split': (argument, { value }, call) => {
    const [by, text] = itemsOf(argument).map(value);
    const whole = nameIn(text);
    if (typeof by !== 'string' || by === '') return wrong('Fn::Split', call);
    if (!(text instanceof Unresolved)) return whole?.split(by) ?? wrong('Fn::Split', call);
    // Of an ARN whose name is not known, most parts are.
    return whole?.split(by).map((part) => new Unresolved(text.why, text.place, part)) ?? text;
  },
  'Fn::Select': (argument, { value }, call) => {
    const [index, list] = itemsOf(argument).map(value);
    if (list instanceof Unresolved) return list;
    return (isList(list) ? list[Number(nameIn(index))] : undefined) ?? wrong('Fn::Select', call);
  },
  'Fn::FindInMap': (argument, { value, mapping }, call) => {
    const [name, first, second, otherwise] = itemsOf(argument);
    const keys = [name, first, second].map((node) => node && value(node));
    const unknown = keys.find((key) => key instanceof Unresolved);
    const byDefault = memberOf(otherwise, 'DefaultValue');
    if (unknown !== undefined) return unknown;
    const [map = '', top = '', key = ''] = keys.map(nameIn);
    const found = memberOf(memberOf(mapping(map), top), key);
    if (found !== undefined) return value(found);
    if (byDefault !== undefined) return value(byDefault);
    return new Unresolved(`the mapping "${map}" has no "${top}" with "${key}"`, call.place);
  },
  'Fn::If': (argument, { value, holds }, call) => {
    const [condition, yes, no] = itemsOf(argument);
    const isTrue = holds(textOf(condition) ?? '', call);
    if (isTrue instanceof Unresolved) return isTrue;
    const chosen = isTrue ? yes : no;
    return chosen === undefined ? wrong('Fn::If', call) : value(chosen);
  },
  'Fn::Equals': (argument, { value }) => {
    const [one, other] = itemsOf(argument).map(value);
    const unknown = [one, other].find((side) => side instanceof Unresolved);
    return unknown ?? JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
  },
  'Fn::And': (argument, { value }, call) => decide(itemsOf(argument).map(value), false, call),
  'Fn::Or': (argument, { value }, call) => decide(itemsOf(argument).map(value), true, call),
  'Fn::Not': (argument, { value }, call) => {
    const [of] = itemsOf(argument).map(value);
    if (of instanceof Unresolved) return of;
    return typeof of === 'boolean' ? !of : wrong('Fn::Not', call);
  },
  'Fn::Base64': (argument, { value }, call) => {
    const text = value(argument);
    if (text instanceof Unresolved) return text;
    return typeof text === 'string' ? Buffer.from(text).toString('base64') : wrong('Fn::Base64', call);
  },
  'Fn::ToJsonString': (argument, { value }) => {
    const of = value(argument) ?? null;
    return firstUnresolved(of) ?? JSON.stringify(plainOf(of));
  },
  'Fn::Length': (argument, { value }, call) => {
    const of = value(argument);
    if (of instanceof Unresolved) return of;
    return isList(of) ? of.length : wrong('Fn::Length', call);
  },
  'Fn::ImportValue': (argument, { value, parameters }, call) => {
    const name = value(argument);
    if (name instanceof Unresolved) return name;
    const key = nameIn(name) ?? '';
    if (parameters.has(key)) return parameters.get(key);
    return new Unresolved(`"${key}" is exported by another stack: give it as --parameter ${key}=…`, call.place);
  },
  'Fn::Transform': (argument, _, call) =>
    new Unresolved(`the macro "${textOf(memberOf(argument, 'Name')) ?? ''}" writes this at deployment`, call.place),
  'Fn::GetAZs': (_, __, call) => new Unresolved('only a deployment knows the zones of a region', call.place),
  'Fn::Cidr': (_, __, call) => new Unresolved('address ranges are not worked out', call.place),
};

/** The function that a map is a call of: one member, with the name of a function. */
export function isFunctionCall(node: MapNode): { readonly name: string; readonly argument: Node } | undefined {
  const [only, ...more] = entriesOf(node);
  if (only === undefined || more.length > 0) return undefined;
  const [name, argument] = only;
  // The conditions of a policy are an object, and no call.
  if (name === 'Condition' && argument.kind !== 'scalar') return undefined;
  return Object.hasOwn(FUNCTIONS, name) ? { name, argument } : undefined;
}

function itemsOf(node: Node): readonly Node[] {
  return node.kind === 'list' ? (node satisfies ListNode).items : [node];
}

function wrong(name: string, { place }: MapNode): Unresolved {
  return new Unresolved(`${name} is not written as CloudFormation takes it`, place);
}

/** CloudFormation compares texts: `true` and "true" are equal. */
function comparable(value: Value | undefined): unknown {
  return nameIn(value) ?? (isMap(value) || isList(value) ? plainOf(value) : null);
}

/** `And` ends with the first that does not hold, `Or` with the first that does, whatever is not known of the others. */
function decide(values: readonly (Value | undefined)[], decisive: boolean, call: MapNode): Value {
  if (values.includes(decisive)) return decisive;
  const unknown = values.find((value) => value instanceof Unresolved);
  if (unknown !== undefined) return unknown;
  return values.every((value) => typeof value === 'boolean') ? !decisive : wrong('Fn::And or Fn::Or', call);
}
