import { Fault } from '../../../wire/fault.ts';
import type { MachineDefinition, QueryLanguage, StateDefinition } from '../definition.ts';
import { isRecord } from '../is-record.ts';
import { readJson } from '../read-json.ts';
import { refuseDefinition } from '../refuse.ts';
import { targetsOf } from '../validate/targets.ts';

/** What is to take the place of an answer, as TestState is given it. */
export interface MockInput {
  readonly result?: string;
  readonly errorOutput?: { readonly error?: string; readonly cause?: string };
}

/** What a state is called that came without a machine. */
const NAMELESS = 'StateName';

/** Reads a definition: of the state alone, or of a machine in which it has a name. Throws AWS's Fault for one that is not valid. */
export function readTried(
  definition: string,
  wanted: string | undefined,
): { readonly name: string; readonly state: StateDefinition; readonly language: QueryLanguage } {
  const given = parse(definition);
  if (wanted !== undefined) {
    refuseDefinition(definition, 'STANDARD');
    const machine = given as unknown as MachineDefinition;
    const state = stateOf(machine, wanted);
    if (state === undefined) throw new Fault('ValidationException', 'State not found in definition');
    return { name: wanted, state, language: machine.QueryLanguage ?? 'JSONPath' };
  }
  // Whatever it leads to is elsewhere.
  const others = targetsOf(given).map(({ target }) => [target, { Type: 'Succeed' }]);
  const States = { ...Object.fromEntries(others), [NAMELESS]: given };
  refuseDefinition(JSON.stringify({ StartAt: NAMELESS, States }), 'STANDARD');
  return { name: NAMELESS, state: given as unknown as StateDefinition, language: 'JSONPath' };
}

/** Refuses a state that can be tried out only with a mock. */
export function refuseState({ Type: type, Resource: resource }: StateDefinition, isMocked: boolean): void {
  if (isMocked) return;
  if (type === 'Map' || type === 'Parallel') {
    throw invalid(
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  const pattern = /\.(sync(?::2)?|waitForTaskToken)$/.exec(resource ?? '')?.[1];
  if (pattern !== undefined) throw invalid(`TestState API does not support '.${pattern}' service integration`);
}

/** Refuses a mock where there is nothing to mock, and one that says two things or none that can be read. */
export function refuseMock({ Type: type }: StateDefinition, mock: MockInput, revealsSecrets: boolean): void {
  const refuse = (words: string): Fault => new Fault('ValidationException', words);
  if (type === 'Pass' || type === 'Fail' || type === 'Succeed')
    throw refuse(`State type '${type}' is not supported when a mock is specified`);
  if (revealsSecrets) throw refuse('TestState does not support RevealSecrets when a mock is specified.');
  if (mock.result !== undefined && mock.errorOutput !== undefined)
    throw refuse('A test mock should have only one of the following fields: [result, errorOutput].');
  if (mock.result === undefined) return;
  let result: unknown;
  try {
    result = JSON.parse(mock.result);
  } catch {
    throw refuse('Mocked result must be valid JSON');
  }
  if (type === 'Map' && !Array.isArray(result)) throw refuse('Mocked result must be an array.');
}

function stateOf({ States: states }: MachineDefinition, wanted: string): StateDefinition | undefined {
  for (const [name, state] of Object.entries(states)) {
    if (name === wanted) return state;
    for (const inner of [...(state.Branches ?? []), state.ItemProcessor, state.Iterator]) {
      const found = inner === undefined ? undefined : stateOf(inner, wanted);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function parse(definition: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = readJson(definition);
  } catch (error) {
    throw invalid(`INVALID_JSON_DESCRIPTION: ${(error as Error).message}`);
  }
  if (isRecord(value)) return value;
  throw invalid('SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object');
}

function invalid(words: string): Fault {
  return new Fault('InvalidDefinition', `Invalid State Machine Definition: '${words}'`);
}
