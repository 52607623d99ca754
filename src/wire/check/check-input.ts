import { Fault } from '../fault.ts';
import type { Model, Scalar, Shape } from '../model.ts';
import { checkType } from './check-type.ts';
import { type Constraint, constraintsOf, inBrackets, lengthOf } from './constraint.ts';
import { lowered, worded } from './words.ts';

/** Looks at one value. `trail` says where it stands; what does not hold is added to `broken`. */
type Check = (value: unknown, trail: string[], broken: string[]) => void;

const compiled = new WeakMap<Model, Map<string, Check>>();

/**
 * Holds an input against its shape before its operation sees it. Throws what the service answers: `SerializationException` for values of
 * the wrong type, and one error that names every constraint that is broken.
 */
export function checkInput(model: Model, name: string, input: unknown): void {
  const broken: string[] = [];
  checkOf(model, name)(input, [], broken);
  if (broken.length === 0 || model.invalid === undefined) return;
  const errors = broken.length === 1 ? '1 validation error' : `${broken.length} validation errors`;
  throw new Fault(model.invalid, `${errors} detected: ${broken.join('; ')}`);
}

function checkOf(model: Model, name: string): Check {
  let checks = compiled.get(model);
  if (checks === undefined) compiled.set(model, (checks = new Map()));
  const known = checks.get(name);
  if (known !== undefined) return known;
  let made: Check | undefined;
  // Shapes refer to themselves, so a check stands before it is made.
  checks.set(name, (value, trail, broken) => made?.(value, trail, broken));
  made = compile(model, name, model.shapes[name] ?? { type: name as Scalar['type'] });
  checks.set(name, made);
  return made;
}

function compile(model: Model, name: string, shape: Shape): Check {
  switch (shape.type) {
    case 'structure':
      return compileStructure(model, shape);
    case 'list':
      return compileList(model, name, shape);
    case 'map':
      return compileMap(model, name, shape);
    default: {
      const hold = holding(model, name, constraintsOf(shape));
      const { type } = shape;
      return (value, trail, broken) => {
        checkType(type, value);
        hold(value, trail, broken);
      };
    }
  }
}

function compileStructure(model: Model, { members, required = [] }: Shape & { type: 'structure' }): Check {
  const all = Object.entries(members).map(([member, of]) => ({
    member,
    at: lowered(member),
    isRequired: required.includes(member),
    check: checkOf(model, of),
  }));
  return (value, trail, broken) => {
    checkType('structure', value);
    const held = value as Record<string, unknown>;
    for (const { member, at, isRequired, check } of all) {
      const each = held[member];
      if (each !== undefined && each !== null) {
        trail.push(at);
        check(each, trail, broken);
        trail.pop();
        continue;
      }
      // A member that is null is one that was not given: no operation is to see it.
      if (each === null) delete held[member];
      if (isRequired) broken.push(nullAt([...trail, at]));
    }
  };
}

function compileList(model: Model, name: string, shape: Shape & { type: 'list' }): Check {
  const hold = holding(model, name, lengthOf(shape));
  const scalar = scalarOf(model, shape.of);
  const check = scalar === undefined ? checkOf(model, shape.of) : undefined;
  const holdAll =
    scalar === undefined ? undefined : holdingEach(model, name, 'Member must', scalar, (list) => list as unknown[]);
  return (value, trail, broken) => {
    checkType('list', value);
    hold(value, trail, broken);
    holdAll?.(value, trail, broken);
    if (check === undefined) return;
    const list = value as readonly unknown[];
    for (let at = 0; at < list.length; at += 1) {
      trail.push(memberAt(at));
      const each = list[at];
      if (each === null) broken.push(refuseNull(model, trail));
      else check(each, trail, broken);
      trail.pop();
    }
  };
}

/** How a complaint names a member of a list. Lists are short and many, and hardly any is complained of. */
function memberAt(at: number): string {
  return at < LONGEST_NUMBERED ? (NUMBERED[at] ??= `${at + 1}.member`) : `${at + 1}.member`;
}

const LONGEST_NUMBERED = 100;
const NUMBERED: string[] = [];

function compileMap(model: Model, name: string, shape: Shape & { type: 'map' }): Check {
  const hold = holding(model, name, lengthOf(shape));
  const key = scalarOf(model, shape.key) ?? { type: 'string' };
  const holdKeys = holdingEach(model, name, 'Map keys must', key, (map) => Object.keys(map as object));
  const scalar = scalarOf(model, shape.of);
  const holdValues =
    scalar === undefined
      ? undefined
      : holdingEach(model, name, 'Map value must', scalar, (map) => Object.values(map as object) as unknown[]);
  const check = scalar === undefined ? checkOf(model, shape.of) : undefined;
  return (value, trail, broken) => {
    checkType('map', value);
    hold(value, trail, broken);
    holdKeys(value, trail, broken);
    holdValues?.(value, trail, broken);
    if (check === undefined) return;
    for (const [at, each] of Object.entries(value as object)) {
      trail.push(`${at}.member`);
      if (each === null) broken.push(refuseNull(model, trail));
      else check(each, trail, broken);
      trail.pop();
    }
  };
}

function scalarOf(model: Model, name: string): Scalar | undefined {
  const shape = model.shapes[name] ?? { type: name as Scalar['type'] };
  return shape.type === 'structure' || shape.type === 'list' || shape.type === 'map' ? undefined : shape;
}

function nullAt(trail: readonly string[]): string {
  return `Value null at '${trail.join('.')}' failed to satisfy constraint: Member must not be null`;
}

/** What a member of a list or map that is null is refused with; by services that check in words of their own before they see it. */
function refuseNull({ invalid }: Model, trail: readonly string[]): string {
  if (invalid === undefined) throw new Fault('SerializationException', 'Expected a value, found null');
  return nullAt(trail);
}

/** A complaint for each constraint that a value breaks. */
function holding(model: Model, name: string, constraints: readonly Constraint[]): Check {
  return (value, trail, broken) => {
    for (let at = 0; at < constraints.length; at += 1) {
      const { holds, words } = constraints[at]!;
      if (holds(value)) continue;
      broken.push(
        `Value '${worded(model, name, value)}' at '${trail.join('.')}' failed to satisfy constraint: ${words}`,
      );
    }
  };
}

/** One complaint for all the members of a list or map together, with everything that each has to satisfy. */
function holdingEach(
  model: Model,
  name: string,
  whose: string,
  scalar: Scalar,
  membersOf: (value: unknown) => readonly unknown[],
): Check {
  const constraints = constraintsOf(scalar);
  const words = `${whose} satisfy constraint: ${inBrackets(constraints)}`;
  const { type } = scalar;
  return (value, trail, broken) => {
    let whole = true;
    for (const each of membersOf(value)) {
      if (each === null) {
        refuseNull(model, trail);
        whole = false;
      } else {
        checkType(type, each);
        whole &&= constraints.every(({ holds }) => holds(each));
      }
    }
    if (whole) return;
    broken.push(`Value '${worded(model, name, value)}' at '${trail.join('.')}' failed to satisfy constraint: ${words}`);
  };
}
