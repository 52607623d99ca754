import { type MapNode, type Node, entriesOf, textOf } from '../node.ts';
import { type Value, Unresolved, joined } from '../value.ts';
import type { Evaluate } from './functions.ts';

const VARIABLE = /\$\{(!?)([^{}]*)\}/g;

/** Works `Fn::Sub` out: `${Name}`, `${Resource.Attribute}`, and `${!Literal}`, which stays. */
export function substitute(argument: Node, evaluate: Evaluate, call: MapNode): Value {
  const [template, own] = argument.kind === 'list' ? argument.items : [argument];
  const text = textOf(template);
  if (text === undefined) {
    // A scalar that is no text (a number, a flag) stands for itself.
    const value = template && evaluate.value(template);
    return value ?? new Unresolved('Fn::Sub is not written as CloudFormation takes it', call.place);
  }
  const variables = new Map(entriesOf(own));
  const parts: Value[] = [];
  let end = 0;
  for (const found of text.matchAll(VARIABLE)) {
    const [whole, literal, written = ''] = found;
    parts.push(text.slice(end, found.index));
    end = found.index + whole.length;
    if (literal === '!') parts.push(`\${${written}}`);
    else parts.push(valueOf(written.trim(), variables, evaluate, call) ?? '');
  }
  parts.push(text.slice(end));
  return joined(parts, '', call.place);
}

function valueOf(
  name: string,
  variables: ReadonlyMap<string, Node>,
  evaluate: Evaluate,
  call: MapNode,
): Value | undefined {
  const own = variables.get(name);
  if (own !== undefined) return evaluate.value(own);
  const dot = name.indexOf('.');
  return dot < 0 ? evaluate.reference(name, call) : evaluate.attribute(name.slice(0, dot), name.slice(dot + 1), call);
}
