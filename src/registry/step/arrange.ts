import type { Given } from '../../scenario/step.ts';
import type { RegistrySettings } from '../../scenario/registry-settings.ts';
import type { Caller } from '../activity.ts';
import type { Ledger } from '../ledger.ts';
import { letFail, registryCalls } from './settings.ts';

/** Settings of the registry that were there before the first step. */
export type GivenSettings = Exclude<Given, { readonly repository: unknown } | { readonly image: unknown }>;

/** Sets a registry up as it was before the first step; nobody records it. */
export function arrange(entry: GivenSettings, ledger: Ledger, at: number): void {
  const settings = settingsOf(entry);
  const caller: Caller = { kind: 'Root', accountId: ledger.registry.id, via: 'cli' };
  for (const [operation, request] of registryCalls(settings, ledger.registry.id))
    ledger.arrange(caller, operation, request, at);
  letFail(ledger.registry, settings);
}

function settingsOf(entry: GivenSettings): RegistrySettings {
  if ('registry' in entry) return entry.registry;
  return 'creationTemplate' in entry
    ? { creationTemplates: [entry.creationTemplate] }
    : { pullThroughCacheRules: [entry.pullThroughCacheRule] };
}
