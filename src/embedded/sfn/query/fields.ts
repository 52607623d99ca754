import type { Catcher, ChoiceRule } from '../definition.ts';
import type { Failure } from '../failure.ts';
import type { Visit } from '../strand.ts';
import { jsonataFields } from './jsonata-fields.ts';
import { jsonPathFields } from './json-path-fields.ts';

/** The fields of a state, in whichever language they are written. */
export interface Fields {
  /** The input that the state goes by. */
  input(): unknown;
  /** What a task, a Pass state or each branch is given. */
  parameters(): Promise<unknown>;
  /** A field that may be a value, a path (its name then ends in `Path`) or an expression; `undefined` where there is none. */
  value(field: string): Promise<unknown>;
  /** The items of a Map state. */
  items(): Promise<unknown>;
  /** What the iteration over one item is given. */
  itemInput(index: number, item: unknown): Promise<unknown>;
  /** The output of the state, with its variables set. */
  output(result: unknown): Promise<unknown>;
  /** The output after a failure that was caught. */
  caught(catcher: Catcher, failure: Failure): Promise<unknown>;
  /** Whether a rule of a Choice state holds. */
  holds(rule: ChoiceRule, location: string): Promise<boolean>;
  /** The output of a Choice state that goes by this rule, or by its default. */
  chosen(rule: ChoiceRule | undefined, location: string): Promise<unknown>;
}

/** Reads a state's fields in its language. */
export function fieldsOf(visit: Visit): Fields {
  return visit.language === 'JSONata' ? jsonataFields(visit) : jsonPathFields(visit);
}
