import { RawNumber } from '../scalar.ts';
import type { Scalar } from '../scalar.ts';
import type { PathNode } from './path-tree.ts';

/**
 * What one event has at the paths that patterns look at.
 *
 * An element is one object or list inside of one list of the event. Values within the same element belong together;
 * AWS lets two of them serve one rule only when no list had to be entered at two places.
 */
export class Sightings {
  /** The values at each path, in the order of the event. */
  readonly values: Scalar[][];
  /** The innermost element around each value, 0 for none. */
  readonly elements: number[][];
  /** The next outer element of each element, 0 for none. */
  readonly outer: number[] = [0];
  /** The list that each element is in. */
  readonly list: number[] = [0];
  #lists = 0;

  constructor(fields: number) {
    this.values = Array.from({ length: fields }, () => []);
    this.elements = Array.from({ length: fields }, () => []);
  }

  add(field: number, value: Scalar, element: number): void {
    this.values[field]?.push(value);
    this.elements[field]?.push(element);
  }

  newList(): number {
    this.#lists += 1;
    return this.#lists;
  }

  newElement(list: number, outer: number): number {
    this.outer.push(outer);
    this.list.push(list);
    return this.outer.length - 1;
  }
}

/** Looks an event up at the paths of the tree. Anything but an object has nothing to see. */
export function look(event: unknown, root: PathNode, fields: number): Sightings {
  const sightings = new Sightings(fields);
  if (isObject(event)) lookIntoObject(event, root, 0, sightings);
  return sightings;
}

function lookIntoObject(object: Readonly<Record<string, unknown>>, node: PathNode, element: number, sightings: Sightings): void {
  for (const key of Object.keys(object)) {
    const next = node.edges.get(key);
    if (next !== undefined) lookAt(object[key], next, element, sightings);
  }
}

function lookAt(value: unknown, node: PathNode, element: number, sightings: Sightings): void {
  if (Array.isArray(value)) lookIntoList(value, node, element, sightings);
  else if (isObject(value)) lookIntoObject(value, node, element, sightings);
  else if (node.field >= 0) addScalar(value, node.field, element, sightings);
}

/** A plain value in a list is not an element: it belongs to whatever is around the list. */
function lookIntoList(values: readonly unknown[], node: PathNode, element: number, sightings: Sightings): void {
  const list = sightings.newList();
  for (const value of values) {
    const inner = typeof value === 'object' && value !== null ? sightings.newElement(list, element) : element;
    lookAt(value, node, inner, sightings);
  }
}

function addScalar(value: unknown, field: number, element: number, sightings: Sightings): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) sightings.add(field, value, element);
  else if (typeof value === 'number' && Number.isFinite(value)) sightings.add(field, value === 0 ? 0 : value, element);
  else if (typeof value === 'bigint') sightings.add(field, new RawNumber(String(value)), element);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
