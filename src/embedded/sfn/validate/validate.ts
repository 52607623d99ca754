import { isRecord } from '../is-record.ts';
import { readJson } from '../read-json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { checkMachine } from './check-machine.ts';

/** Reads a definition, and tells all that is wrong with it. */
export function validate(definition: string, express: boolean): Diagnostic[] {
  let machine: unknown;
  try {
    machine = readJson(definition);
  } catch (error) {
    if (definition.trim() === '') return [NOT_AN_OBJECT];
    return [{ severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: (error as Error).message }];
  }
  if (!isRecord(machine)) return [NOT_AN_OBJECT];
  const found: Diagnostic[] = [];
  checkMachine(machine, '', { express, language: 'JSONPath', top: true, inside: checkMachine }, (message, location) =>
    found.push({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location }),
  );
  return found;
}

const NOT_AN_OBJECT: Diagnostic = {
  severity: 'ERROR',
  code: 'SCHEMA_VALIDATION_FAILED',
  message: 'Definition must be a valid JSON object',
};
