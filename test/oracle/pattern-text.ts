import type { Die } from './die.ts';
import { isMembers, isSpelled, names, numbers, strings } from './event.ts';
import type { Json, Leaf, Members } from './event.ts';
import { mutate } from './mutate.ts';
import { operatorText, brokenOperatorText } from './operator-text.ts';

/** Writes a pattern for an event: mostly valid, mostly about what the event has, at times broken in the word or in the letter. */
export function patternText(die: Die, event: Members): string {
  const text = objectText(die, event, 2, false);
  return die.chance(8) ? mutate(die, text) : text;
}

function objectText(die: Die, event: Json | undefined, depth: number, insideOr: boolean): string {
  const known = membersOf(event);
  const entries = die.list(die.upTo(199) === 0 ? 0 : 1, 2, () => entryText(die, known, depth, insideOr));
  return `{${gap(die)}${entries.join(`,${gap(die)}`)}${gap(die)}}`;
}

function entryText(die: Die, known: readonly (readonly [string, Json])[], depth: number, insideOr: boolean): string {
  if (depth > 1 && die.chance(8)) return `"$or":${orText(die, known, depth)}`;
  const [name, value] =
    die.chance(97) && known.length > 0
      ? (known[die.upTo(known.length - 1)] ?? ['a', null])
      : [nameOf(die, insideOr), undefined];
  return `${JSON.stringify(name)}${gap(die)}:${gap(die)}${valueText(die, value, depth - 1, insideOr)}`;
}

function nameOf(die: Die, insideOr: boolean): string {
  return insideOr && die.chance(3) ? die.pick(['prefix', 'exists', '=', 'regex', 'cidr']) : die.pick(names);
}

function orText(die: Die, known: readonly (readonly [string, Json])[], depth: number): string {
  if (die.chance(2)) return die.pick(['{}', '[]', '"x"', '[{"a":["a"]}]', '[1,2]', '[{"a":["a"]},null]', '[{},{}]']);
  const ways = die.list(2, 3, () => objectText(die, { members: known }, depth - 1, true));
  return `[${ways.join(`,${gap(die)}`)}]`;
}

function valueText(die: Die, value: Json | undefined, depth: number, insideOr: boolean): string {
  if (die.upTo(199) === 0) return die.pick(['"a"', '1', 'null', '[]', '{}', 'true', '[[1]]']);
  const deeper = membersOf(value);
  if (deeper.length > 0 ? die.chance(95) : depth > 0 && die.chance(10))
    return objectText(die, { members: deeper }, Math.max(depth, 1), insideOr);
  return leafText(die, leavesOf(value));
}

function leafText(die: Die, leaves: readonly Leaf[]): string {
  const alternatives = die.list(1, die.pick([1, 1, 1, 1, 1, 1, 1, 3, 3, 10]), () => {
    if (die.chance(1)) return brokenOperatorText(die);
    return operatorText(
      die,
      leaves.length > 0 && die.chance(94) ? (leaves[die.upTo(leaves.length - 1)] ?? null) : anyLeaf(die),
    );
  });
  return `[${gap(die)}${alternatives.join(`,${gap(die)}`)}${gap(die)}]`;
}

function anyLeaf(die: Die): Leaf {
  return die.chance(70) ? die.pick(strings) : { spelled: die.pick(numbers) };
}

/** The members that a pattern can go on with: of an object, or of the objects in a list. */
function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  if (value === undefined || value === null || typeof value !== 'object' || isSpelled(value)) return [];
  return isMembers(value) ? value.members : value.flatMap(membersOf);
}

function leavesOf(value: Json | undefined): readonly Leaf[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== 'object' || isSpelled(value)) return [value];
  return isMembers(value) ? [] : value.flatMap(leavesOf);
}

function gap(die: Die): string {
  return die.chance(6) ? die.pick([' ', '\n', '\t', '\r\n', '  ', '\r']) : '';
}
