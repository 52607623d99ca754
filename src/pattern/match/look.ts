import { RawNumber } from '../scalar.ts';
import { followKey } from './path-tree.ts';
import type { PathNode } from './path-tree.ts';
import type { Sightings } from './sightings.ts';

/** Looks a parsed event up at the paths of the tree. Anything but an object has nothing to see. */
export function look(event: unknown, root: PathNode, sightings: Sightings): void {
  if (isObject(event)) lookIntoObject(event, root, 0, sightings);
}

function lookIntoObject(
  object: Readonly<Record<string, unknown>>,
  node: PathNode,
  element: number,
  sightings: Sightings,
): void {
  if (node.edges.size === 0) return;
  // A parsed event inherits nothing that could be enumerated, and to ask costs as much as the rest.
  for (const key in object) {
    const next = followKey(node, key);
    if (next !== undefined) lookAt(object[key], next, element, sightings);
  }
}

function lookAt(value: unknown, node: PathNode, element: number, sightings: Sightings): void {
  if (typeof value === 'string') {
    if (node.field >= 0) sightings.add(node.field, value, element);
  } else if (Array.isArray(value)) {
    lookIntoList(value, node, element, sightings);
  } else if (isObject(value)) {
    lookIntoObject(value, node, element, sightings);
  } else if (node.field >= 0) {
    addScalar(value, node.field, element, sightings);
  }
}

/** A plain value in a list is not an element: it belongs to whatever is around the list. */
function lookIntoList(values: readonly unknown[], node: PathNode, element: number, sightings: Sightings): void {
  const list = sightings.openList();
  for (const value of values) {
    if (typeof value === 'object' && value !== null) {
      const inner = sightings.openElement(list, element);
      lookAt(value, node, inner, sightings);
      sightings.closeElement(inner);
    } else {
      lookAt(value, node, element, sightings);
    }
  }
  sightings.closeList(list);
}

function addScalar(value: unknown, field: number, element: number, sightings: Sightings): void {
  if (typeof value === 'boolean' || value === null) sightings.add(field, value, element);
  else if (typeof value === 'number' && Number.isFinite(value)) sightings.add(field, value === 0 ? 0 : value, element);
  else if (typeof value === 'bigint') sightings.add(field, new RawNumber(String(value)), element);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
