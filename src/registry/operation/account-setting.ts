import { invalidRequest } from '../failure.ts';
import type { Operation } from '../ledger.ts';
import { text } from './request.ts';

/** What each setting can be, the default first (API reference, PutAccountSetting). */
const SETTINGS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  BASIC_SCAN_TYPE_VERSION: ['AWS_NATIVE'],
  BLOB_MOUNTING: ['DISABLED', 'ENABLED'],
  REGISTRY_POLICY_SCOPE: ['V2'],
};

function valuesOf(name: string): readonly [string, ...string[]] {
  const values = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
  if (values === undefined)
    throw invalidRequest(`Invalid account setting name '${name}': must be one of ${Object.keys(SETTINGS).join(', ')}`);
  return values;
}

export const PutAccountSetting: Operation = (request, { registry }) => {
  const name = text(request, 'name');
  const value = text(request, 'value');
  const values = valuesOf(name);
  if (!values.includes(value))
    throw invalidRequest(`Invalid value '${value}' for the account setting '${name}': must be ${values.join(' or ')}`);
  registry.settings.account.set(name, value);
  return { name, value };
};

export const GetAccountSetting: Operation = (request, { registry }) => {
  const name = text(request, 'name');
  const [usual] = valuesOf(name);
  return { name, value: registry.settings.account.get(name) ?? usual };
};
