import type { QueryLanguage } from '../definition.ts';
import { Failure } from '../failure.ts';
import { readIntrinsic } from '../intrinsic/read-intrinsic.ts';
import { isRecord } from '../is-record.ts';
import { readPath } from '../path/read-path.ts';
import type { Complain } from './around.ts';

/** Fields that lie inside a state without being its own. */
const INSIDE = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Comment', 'Result']);

/** Checks that every path of a state, and every intrinsic function, can be read. Expressions are left to the run, as their library reads them. */
export function checkTexts(
  state: Readonly<Record<string, unknown>>,
  at: string,
  language: QueryLanguage,
  complain: Complain,
): void {
  if (language === 'JSONata') return;
  for (const [field, value] of Object.entries(state))
    if (!INSIDE.has(field)) check(field, value, `${at}/${field}`, complain);
}

function check(field: string, value: unknown, at: string, complain: Complain): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) check('', item, `${at}[${index}]`, complain);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) check(key, item, `${at}/${key}`, complain);
  } else if (field.endsWith('.$')) {
    readable(value, at, complain, true);
  } else if ((field.endsWith('Path') || field === 'Variable') && value !== null && /^[A-Z]\w+$/.test(field)) {
    readable(value, at, complain, field === 'ErrorPath' || field === 'CausePath');
  }
}

function readable(value: unknown, at: string, complain: Complain, intrinsic: boolean): void {
  try {
    if (typeof value === 'string' && intrinsic && !value.startsWith('$')) readIntrinsic(value);
    else readPath(String(value));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    complain(`Value is not a Reference Path or a JSONPath: ${error.message}`, at);
  }
}
