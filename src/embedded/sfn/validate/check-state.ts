import { STATE_TYPES, type QueryLanguage } from '../definition.ts';
import { isRecord } from '../is-record.ts';
import { readResource } from '../task/resource.ts';
import type { Around, Complain } from './around.ts';
import { checkChoice } from './check-choice.ts';
import { checkTexts } from './check-texts.ts';
import { targetsOf } from './targets.ts';

type State = Readonly<Record<string, unknown>>;

/** What a state stands among. */
export interface Among {
  readonly states: Readonly<Record<string, unknown>>;
  readonly around: Around;
}

/** The fields that only one of the two languages has. */
const ONLY_JSONPATH = ['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'ItemsPath', 'Result'];
const ONLY_JSONATA = ['Arguments', 'Output', 'Items'];

/** Checks one state: its kind, its fields, where it leads, and what lies inside. */
export function checkState(state: State, at: string, among: Among, complain: Complain): void {
  const { Type: type } = state;
  if (type === undefined) {
    complain('These fields are required: [Type]', at);
    return;
  }
  if (!STATE_TYPES.some((known) => known === type)) {
    complain(`Value is not one of allowed values [${STATE_TYPES.join(', ')}]`, `${at}/Type`);
    return;
  }
  const { around } = among;
  const language = languageOf(state, at, around, complain);
  for (const field of language === 'JSONata' ? ONLY_JSONPATH : ONLY_JSONATA)
    if (field in state)
      complain(`Field '${field}' is not supported in a state that uses ${language}`, `${at}/${field}`);
  for (const { target, field } of targetsOf(state))
    if (!Object.hasOwn(among.states, target))
      complain(`MISSING_TRANSITION_TARGET: Missing 'Next' target: ${target}`, `${at}/${field}`);
  checkTransition(state, at, complain);
  checkTexts(state, at, language, complain);
  checkKind(state, at, { around, language }, complain);
}

function languageOf(state: State, at: string, around: Around, complain: Complain): QueryLanguage {
  const { QueryLanguage: own } = state;
  if (own === undefined || own === around.language) return around.language;
  if (own === 'JSONPath') {
    complain("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
    return around.language;
  }
  if (own !== 'JSONata') complain("'QueryLanguage' must be one of [JSONPath, JSONata]", `${at}/QueryLanguage`);
  return 'JSONata';
}

function checkTransition(state: State, at: string, complain: Complain): void {
  const { Type: type, Next: next, End: end } = state;
  if (type === 'Choice' || type === 'Succeed' || type === 'Fail') {
    for (const field of ['Next', 'End'])
      if (field in state) complain(`Field '${field}' is not supported in a ${type} state`, `${at}/${field}`);
  } else if ((next === undefined) === (end !== true)) {
    complain('Exactly one of the fields Next and End is required', at);
  }
}

function checkKind(
  state: State,
  at: string,
  { around, language }: { readonly around: Around; readonly language: QueryLanguage },
  complain: Complain,
): void {
  const required = (field: string): boolean => {
    if (state[field] !== undefined) return true;
    complain(`These fields are required: [${field}]`, at);
    return false;
  };
  const inside = { ...around, top: false };
  switch (state['Type']) {
    case 'Task':
      if (required('Resource')) checkResource(state, at, around, complain);
      break;
    case 'Choice':
      if (required('Choices')) checkChoice(state, at, language, complain);
      break;
    case 'Wait': {
      const given = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'].filter((field) => field in state);
      if (given.length !== 1)
        complain('Exactly one of the fields Seconds, SecondsPath, Timestamp and TimestampPath is required', at);
      break;
    }
    case 'Parallel':
      if (!required('Branches')) break;
      if (!Array.isArray(state['Branches'])) complain('Expected value of type Array', `${at}/Branches`);
      else
        for (const [index, branch] of (state['Branches'] as unknown[]).entries())
          checkInside(branch, `${at}/Branches[${index}]`, inside, complain);
      break;
    case 'Map':
      checkMap(state, at, inside, complain);
  }
}

function checkResource({ Resource: resource }: State, at: string, { express }: Around, complain: Complain): void {
  const read = typeof resource === 'string' ? readResource(resource) : undefined;
  if (read === undefined)
    complain(`Invalid ARN or a resource that cannot be called: ${String(resource)}`, `${at}/Resource`);
  else if (read.kind === 'service' && express && read.pattern !== '')
    complain(`Express state machine does not support '.${read.pattern}' service integration `, `${at}/Resource`);
}

function checkMap(state: State, at: string, inside: Around, complain: Complain): void {
  const field = 'ItemProcessor' in state ? 'ItemProcessor' : 'Iterator';
  const processor = state[field];
  if (processor === undefined) {
    complain('These fields are required: [ItemProcessor]', at);
    return;
  }
  const config = isRecord(processor) ? processor['ProcessorConfig'] : undefined;
  if (isRecord(config) && config['Mode'] === 'DISTRIBUTED') checkDistributed(config, at, inside, complain);
  const unsupported = ['ItemReader', 'ItemBatcher', 'ResultWriter'].find((each) => each in state);
  if (unsupported !== undefined)
    complain(`The embedded AWS maps the items of an array, one by one: ${unsupported} is not supported`, at);
  checkInside(processor, `${at}/${field}`, inside, complain);
}

function checkDistributed(config: State, at: string, { express }: Around, complain: Complain): void {
  const { ExecutionType: type } = config;
  if (express) complain('Express state machine does not support distributed Map state', at);
  else if (type !== 'STANDARD' && type !== 'EXPRESS')
    complain(
      "The field 'ExecutionType' is required in DISTRIBUTED mode, and must be one of [STANDARD, EXPRESS]",
      `${at}/ItemProcessor/ProcessorConfig`,
    );
}

function checkInside(machine: unknown, at: string, around: Around, complain: Complain): void {
  if (isRecord(machine)) around.inside(machine, at, around, complain);
  else complain('Expected value of type Object', at);
}
