import { parsePath, readPath } from './path.ts';
import { fillTemplate, parseTemplate } from './template.ts';

/** What a target is to be given instead of the event as it is: one of the three, or none. */
export interface InputChoice {
  /** A constant, JSON text. */
  readonly input?: string;
  /** The part of the event that is handed on. */
  readonly inputPath?: string;
  readonly inputTransformer?: InputTransformer;
}

/** A template, and where its variables come from. */
export interface InputTransformer {
  readonly inputPathsMap?: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/** What the reserved variables of a template speak of. */
export interface InputContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When the bus took the event in, ISO 8601. */
  readonly ingestionTime: string;
}

/** What a target is given; or why there is nothing to give, which EventBridge calls INVALID_JSON. */
export type Prepared = { readonly text: string } | { readonly invalid: string };

/** Prepares inputs of one target, event by event. `text` is the event as JSON, so that nobody need write it again. */
export type PrepareInput = (event: object, text: string, context: InputContext) => Prepared;

/** Reads a target's wishes once, for all events to come. What `checkInput` finds fault with gives no input later. */
export function prepareInput({ input, inputPath, inputTransformer }: InputChoice): PrepareInput {
  if (input !== undefined) return () => ({ text: input });
  if (inputPath !== undefined && inputPath !== '$') return selecting(inputPath);
  if (inputTransformer !== undefined) return transforming(inputTransformer);
  return (_, text) => ({ text });
}

function selecting(inputPath: string): PrepareInput {
  const path = parsePath(inputPath);
  return (event) => {
    const found = path === undefined ? undefined : readPath(path, event);
    return found === undefined
      ? { invalid: `InputPath ${inputPath} leads to nothing in the event` }
      : { text: JSON.stringify(found) };
  };
}

function transforming({ inputPathsMap = {}, inputTemplate }: InputTransformer): PrepareInput {
  const template = parseTemplate(inputTemplate);
  const paths = new Map(Object.entries(inputPathsMap).map(([name, path]) => [name, parsePath(path)]));
  return (event, _, context) => {
    const text = fillTemplate(template, (variable) => {
      const path = paths.get(variable);
      return path === undefined ? reserved(variable, event, context) : readPath(path, event);
    });
    return template.kind === 'text' || isJson(text)
      ? { text }
      : { invalid: 'The input template does not give JSON once its values are in' };
  };
}

/** The variables that need no path. Every name begins with `aws.events`. */
export const RESERVED: readonly string[] = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

function reserved(variable: string, event: object, context: InputContext): unknown {
  switch (variable) {
    case 'aws.events.rule-arn':
      return context.ruleArn;
    case 'aws.events.rule-name':
      return context.ruleName;
    case 'aws.events.event.ingestion-time':
      return context.ingestionTime;
    case 'aws.events.event':
      return withoutDetail(event);
    case 'aws.events.event.json':
      return event;
  }
  return undefined;
}

/** The event without its detail, its keys in AWS's own order and spelling: this one says `detailType`. */
function withoutDetail(event: object): object {
  const {
    id,
    account,
    'detail-type': detailType,
    time,
    source,
    region,
    resources,
    version,
  } = event as Record<string, unknown>;
  return { id, account, detailType, time, source, region, resources, version };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
