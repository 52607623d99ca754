import { asInUtf8 } from '../operator/utf8.ts';
import type { Scalar } from '../scalar.ts';

/**
 * What one event has at the paths that patterns look at. One instance serves event after event.
 *
 * An element is an object or list inside of a list of the event. Values inside the same element belong together: AWS
 * lets several values serve one rule only when no list had to be entered at two places.
 */
export class Sightings {
  /** How many values each path has. The lists below are longer: they are not cut back between events. */
  readonly counts: Int32Array;
  /** The values at each path, in the order of the event. */
  readonly values: Scalar[][];
  /** The innermost element around each value, 0 for none. Only of paths that are `nested`. */
  readonly elements: number[][];
  /** Where each value stands in the event; grows along the event. Only of paths that are `nested`. */
  readonly positions: number[][];
  /** Which paths have a value inside of an element. */
  readonly nested: Uint8Array;
  /** The next outer element of each element, 0 for none. */
  readonly outer: number[] = [0];
  /** The list that each element is in. */
  readonly list: number[] = [0];
  /** The positions between which an element's values lie, both included. */
  readonly start: number[] = [0];
  readonly end: number[] = [0];
  /** The last element inside of each element, itself included: they are numbered in the order they begin in. */
  readonly lastInside: number[] = [0];
  /** The last position inside of each list, and its first and last element, those inside of others included. */
  readonly listEnd: number[] = [0];
  readonly firstOfList: number[] = [0];
  readonly lastOfList: number[] = [0];
  lists = 0;
  /** The paths that have values, in the order they were first seen, and how many there are. */
  readonly seen: Int32Array;
  seenCount = 0;
  #elements = 0;
  #position = 0;

  constructor(fields: number) {
    this.counts = new Int32Array(fields);
    this.nested = new Uint8Array(fields);
    this.seen = new Int32Array(fields);
    this.values = Array.from({ length: fields }, () => []);
    this.elements = Array.from({ length: fields }, () => []);
    this.positions = Array.from({ length: fields }, () => []);
  }

  /** Elements are numbered from 1 to this. */
  get elementCount(): number {
    return this.#elements;
  }

  /** Forgets the last event, its texts too. */
  clear(): void {
    for (let index = 0; index < this.seenCount; index += 1) {
      const field = this.seen[index]!;
      const values = this.values[field]!;
      // A loop, not fill(): most paths have one value.
      for (let at = this.counts[field]! - 1; at >= 0; at -= 1) values[at] = null;
      this.counts[field] = 0;
      this.nested[field] = 0;
    }
    this.seenCount = 0;
    this.#elements = 0;
    this.#position = 0;
    this.lists = 0;
  }

  add(field: number, value: Scalar, element: number): void {
    const count = this.counts[field]!;
    if (count === 0) this.seen[this.seenCount++] = field;
    this.values[field]![count] = value;
    this.counts[field] = count + 1;
    // Most values are in no list, and nobody asks where those stand.
    if (element > 0 || this.nested[field] === 1) this.#place(field, count, element);
  }

  #place(field: number, count: number, element: number): void {
    const elements = this.elements[field]!;
    const positions = this.positions[field]!;
    if (this.nested[field] === 0) {
      this.nested[field] = 1;
      for (let at = 0; at < count; at += 1) {
        elements[at] = 0;
        positions[at] = 0;
      }
    }
    elements[count] = element;
    positions[count] = ++this.#position;
  }

  /** Turns half characters into what AWS takes them for. */
  replaceHalves(): void {
    for (let index = 0; index < this.seenCount; index += 1) {
      const field = this.seen[index]!;
      const values = this.values[field]!;
      for (let at = this.counts[field]! - 1; at >= 0; at -= 1) {
        const value = values[at];
        if (typeof value === 'string') values[at] = asInUtf8(value);
      }
    }
  }

  openList(): number {
    const list = ++this.lists;
    this.firstOfList[list] = this.#elements + 1;
    return list;
  }

  closeList(list: number): void {
    this.listEnd[list] = this.#position;
    this.lastOfList[list] = this.#elements;
  }

  openElement(list: number, outer: number): number {
    const element = ++this.#elements;
    this.outer[element] = outer;
    this.list[element] = list;
    this.start[element] = ++this.#position;
    return element;
  }

  closeElement(element: number): void {
    this.end[element] = this.#position;
    this.lastInside[element] = this.#elements;
  }
}
