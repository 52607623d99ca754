import type { Mapping } from '../mapping.ts';

const KEY = /(?<=(?<![0-9A-Za-z])key\/)[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9A-Za-z])/g;
const MULTI_REGION = /(?<![0-9A-Za-z])mrk-[0-9a-f]{32}(?![0-9A-Za-z])/g;
const ALIAS = /(?<=(?<![0-9A-Za-z])alias\/)(?!aws\/|aws$)[\w/-]{1,250}/g;

/** KMS keys in ARNs, those of many Regions, and aliases but those of AWS. */
export function kmsKeys(text: string, mapping: Mapping): string {
  let changed = text;
  if (text.includes('key/')) changed = changed.replace(KEY, (id) => mapping['KMS key'](id));
  if (text.includes('mrk-')) changed = changed.replace(MULTI_REGION, (id) => mapping.id(id));
  if (text.includes('alias/')) changed = changed.replace(ALIAS, (name) => mapping.name(name));
  return changed;
}
