import { isRecord } from '../is-record.ts';
import type { Around, Complain } from './around.ts';
import { checkState } from './check-state.ts';
import { targetsOf } from './targets.ts';

/** Checks a machine or a branch: it must begin at one of its states, and no state may lead anywhere else. */
export function checkMachine(
  machine: Readonly<Record<string, unknown>>,
  at: string,
  around: Around,
  complain: Complain,
): void {
  const place = at === '' ? '/' : at;
  const missing = ['States', 'StartAt'].filter((field) => machine[field] === undefined);
  if (missing.length > 0) {
    complain(`These fields are required: [${missing.join(', ')}]`, place);
    return;
  }
  const { States: states, StartAt: start } = machine;
  if (!isRecord(states) || Object.keys(states).length === 0) {
    complain('States must be an object with at least one state', `${at}/States`);
    return;
  }
  const language = machine['QueryLanguage'] ?? around.language;
  if (language !== 'JSONPath' && language !== 'JSONata') {
    complain("'QueryLanguage' must be one of [JSONPath, JSONata]", `${at}/QueryLanguage`);
    return;
  }
  if (typeof start !== 'string' || !Object.hasOwn(states, start))
    complain(`MISSING_TRANSITION_TARGET: Missing 'Next' target: ${String(start)}`, `${at}/StartAt`);
  for (const [name, state] of Object.entries(states)) {
    const where = `${at}/States/${name}`;
    if (name.length > 80) complain('State names must not be longer than 80 characters', where);
    if (!isRecord(state)) complain('Expected value of type Object', where);
    else checkState(state, where, { states, around: { ...around, language } }, complain);
  }
  for (const name of unreachable(states, start)) complain(`State "${name}" is not reachable`, `${at}/States/${name}`);
}

function unreachable(states: Readonly<Record<string, unknown>>, start: unknown): string[] {
  // Without a start there is one thing wrong, not one for each state.
  if (!Object.hasOwn(states, String(start))) return [];
  const reached = new Set<string>();
  const ahead = [String(start)];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    const state = states[name];
    if (reached.has(name) || !isRecord(state)) continue;
    reached.add(name);
    ahead.push(...targetsOf(state).map(({ target }) => target));
  }
  return Object.keys(states).filter((name) => !reached.has(name) && isRecord(states[name]));
}
