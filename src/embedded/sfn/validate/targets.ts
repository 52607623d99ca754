import { isRecord } from '../is-record.ts';

/** Everywhere a state may lead, and the field that says so. */
export function targetsOf(
  state: Readonly<Record<string, unknown>>,
): { readonly target: string; readonly field: string }[] {
  const targets: { target: string; field: string }[] = [];
  const add = (target: unknown, field: string): void => {
    if (typeof target === 'string') targets.push({ target, field });
  };
  add(state['Next'], 'Next');
  if (state['Type'] === 'Choice') add(state['Default'], 'Default');
  for (const list of ['Choices', 'Catch']) {
    const entries = Array.isArray(state[list]) ? (state[list] as unknown[]) : [];
    for (const [index, entry] of entries.entries()) if (isRecord(entry)) add(entry['Next'], `${list}[${index}]/Next`);
  }
  return targets;
}
