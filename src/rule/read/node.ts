import type { Place } from '../../problem.ts';
import type { Unresolved } from './value.ts';

/** What a file says, before its expressions are worked out: each part knows where it stands. */
export type Node = MapNode | ListNode | ScalarNode;

/** An object, its members in order. */
export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Node>;
  /** Where the names of its members stand. */
  readonly keys?: ReadonlyMap<string, Place>;
  readonly place: Place;
}

/** A list. */
export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly place: Place;
}

/** Anything else. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null | Unresolved;
  readonly place: Place;
}

/** The member of a map. */
export function memberOf(node: Node | undefined, name: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(name) : undefined;
}

/** Where the name of a member stands; where its value does, if nobody has noted that. */
export function placeOfKey(node: Node | undefined, name: string): Place | undefined {
  return node?.kind === 'map' ? (node.keys?.get(name) ?? node.entries.get(name)?.place) : undefined;
}

/** The members of a map; none where it is something else. */
export function entriesOf(node: Node | undefined): readonly (readonly [name: string, member: Node])[] {
  return node?.kind === 'map' ? [...node.entries] : [];
}

/** The text that stands at a node. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** The node at the end of a path, or the last one on the way there. */
export function nearestNode(node: Node, path: readonly (string | number)[]): Node {
  let here = node;
  for (const step of path) {
    const next =
      typeof step === 'number' ? (here.kind === 'list' ? here.items[step] : undefined) : memberOf(here, step);
    if (next === undefined) return here;
    here = next;
  }
  return here;
}
