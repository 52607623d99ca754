import { Fault } from '../../wire/fault.ts';
import type { Parameter } from './parameters.ts';

/** Which parameters are asked for. */
export interface Filter {
  readonly Key: string;
  readonly Option?: string;
  readonly Values?: readonly string[];
}

/** Whether a parameter is among those that a filter asks for. */
export function passes(parameter: Parameter, { Key, Option, Values = [] }: Filter): boolean {
  const version = parameter.versions.at(-1)!;
  const value = {
    Name: parameter.name,
    Type: version.type,
    KeyId: version.keyId,
    Tier: version.tier,
    DataType: version.dataType,
  }[Key];
  if (Key === 'Label') return Values.some((label) => parameter.versions.some(({ labels }) => labels.has(label)));
  if (Key.startsWith('tag:')) return Values.includes(parameter.tags.get(Key.slice('tag:'.length)) ?? '');
  if (Key === 'Path') return Values.some((path) => isUnder(parameter.name, path, Option === 'Recursive'));
  if (!['Name', 'Type', 'KeyId', 'Tier', 'DataType'].includes(Key)) {
    throw new Fault('InvalidFilterKey', `The following filter key is not valid: ${Key}.`);
  }
  if (Option === 'BeginsWith') return Values.some((start) => value?.startsWith(start) === true);
  if (Option === 'Contains') return Values.some((part) => value?.includes(part) === true);
  return Values.includes(value ?? '');
}

function isUnder(name: string, path: string, recursive: boolean): boolean {
  const start = path.endsWith('/') ? path : `${path}/`;
  return name.startsWith(start) && (recursive || !name.slice(start.length).includes('/'));
}
