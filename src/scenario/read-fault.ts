import type { z } from 'zod';
import { parse } from 'yaml';
import { nearest } from '../nearest.ts';
import { Problem } from '../problem.ts';
import { FAULTS, type FaultInput, type FaultName } from './fault.ts';

/** Reads one fault as a scenario's `delivery` has it, from YAML or JSON. Throws the `Problem` of what is none. */
export function readFault(text: string, where: string): FaultInput {
  const cannot = `Cannot read "${where} ${text}":`;
  const value = yamlOf(text, cannot);
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0)
    throw new Problem('USAGE', `${cannot} wanted one fault, such as "drop: { chance: 0.1 }"`);
  if (!isFault(name)) {
    const meant = nearest(name, Object.keys(FAULTS));
    const advice = meant === undefined ? `wanted one of ${Object.keys(FAULTS).join(', ')}` : `did you mean "${meant}"`;
    throw new Problem('USAGE', `${cannot} "${name}" is not a fault, ${advice}`);
  }
  const schema: z.ZodType = FAULTS[name];
  const read = schema.safeParse(value[name] ?? {});
  if (read.success) return { [name]: read.data } as FaultInput;
  const [issue] = read.error.issues;
  throw new Problem('USAGE', `${cannot} ${[name, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? ''}`);
}

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

function yamlOf(text: string, cannot: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = parse(text) as unknown;
  } catch (error) {
    throw new Problem('USAGE', `${cannot} it is no YAML`, { cause: error });
  }
  if (typeof value === 'string') return { [value]: {} };
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Problem('USAGE', `${cannot} wanted one fault, such as "drop: { chance: 0.1 }"`);
}
