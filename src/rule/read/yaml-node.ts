import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node as YamlNode } from 'yaml';
import { Problem, type Place } from '../../problem.ts';
import type { Node } from './node.ts';
import type { Source } from './source.ts';

/** How many values aliases may make of a file: far more than anybody writes, far less than a bomb. */
const MOST_NODES = 500_000;
/** No template is nested so deep. */
const DEEPEST = 200;

/**
 * Reads YAML or JSON with the places of all its parts. The short form of a function becomes the long one: `!Sub x` is
 * `{ Fn::Sub: x }`. Throws a `Problem` for the first mistake in the syntax.
 */
export function readYaml(source: Source): Node {
  const document = parseDocument(source.text, { logLevel: 'silent', stringKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const [words = ''] = error.message.split(/ at line \d+|\n/);
    throw refusal(words.replace(/\.$/, ''), source.placeAt(...error.pos));
  }
  if (document.contents === null) throw refusal('it says nothing', source.placeAt(0));
  return converted(document, source);
}

function refusal(how: string, place: Place): Problem {
  return new Problem('RULES_SYNTAX', `Cannot read rules: this is neither YAML nor JSON, ${how}`, { place });
}

function converted(document: Document, source: Source): Node {
  let count = 0;
  const open = new Set<YamlNode>();
  const anchors = new Map<string, YamlNode>();

  function placeOf(node: YamlNode | null): Place {
    const [start, end] = node?.range ?? [0, 0];
    return source.placeAt(start, end);
  }

  function convert(node: YamlNode | null, around: Place): Node {
    if (node === null) return { kind: 'scalar', value: null, place: around };
    const place = placeOf(node);
    count += 1;
    if (count > MOST_NODES) throw refusal('its aliases make more of it than anybody could mean', place);
    if (isAlias(node)) {
      const meant = anchors.get(node.source);
      if (meant === undefined) throw refusal(`the alias "*${node.source}" has no anchor`, place);
      if (open.has(meant)) throw refusal(`the alias "*${node.source}" stands within what it means`, place);
      return convert(meant, place);
    }
    if (open.size > DEEPEST) throw refusal(`it is nested more than ${DEEPEST} deep`, place);
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    open.add(node);
    const plain = withoutTag(node, place);
    open.delete(node);
    return isFunction(node.tag) ? { kind: 'map', entries: new Map([[longName(node.tag), plain]]), place } : plain;
  }

  function withoutTag(node: YamlNode, place: Place): Node {
    if (isSeq<YamlNode>(node)) {
      return { kind: 'list', items: node.items.map((item) => convert(item, place)), place };
    }
    if (isMap<YamlNode, YamlNode | null>(node)) {
      const entries = new Map<string, Node>();
      const keys = new Map<string, Place>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : '';
        const member = convert(value, placeOf(key));
        if (name === '<<') merge(entries, member);
        else entries.set(name, member);
        keys.set(name, placeOf(key));
      }
      return { kind: 'map', entries, keys, place };
    }
    return { kind: 'scalar', value: isScalar(node) ? scalar(node.value, node.source) : null, place };
  }

  return convert(document.contents, source.placeAt(0));
}

/** What is there already stands. */
function merge(entries: Map<string, Node>, more: Node): void {
  const parts = more.kind === 'list' ? more.items : [more];
  for (const part of parts) {
    if (part.kind !== 'map') continue;
    for (const [name, member] of part.entries) if (!entries.has(name)) entries.set(name, member);
  }
}

function scalar(value: unknown, source: string | undefined): string | number | boolean | null {
  // An account id is digits too, and one that begins with a zero is no number.
  if (typeof value === 'number') return source !== undefined && /^0\d+$/.test(source) ? source : value;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  return value === null ? null : (source ?? null);
}

function isFunction(tag: string | undefined): tag is string {
  return tag !== undefined && /^![A-Za-z0-9:]+$/.test(tag);
}

function longName(tag: string): string {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? name : `Fn::${name}`;
}
