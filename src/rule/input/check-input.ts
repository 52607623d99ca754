import { type InputChoice, type InputTransformer, RESERVED } from './input.ts';
import { parsePath } from './path.ts';
import { fillTemplate, parseTemplate, type Template, variablesOf } from './template.ts';

const MOST_PATHS = 100;
const LONGEST = 256;

/** Why EventBridge would not take these wishes of a target, in its own words; `undefined` where it would. */
export function checkInput(id: string, { input, inputPath, inputTransformer }: InputChoice): string | undefined {
  if ([input, inputPath, inputTransformer].filter((given) => given !== undefined).length > 1) {
    return `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`;
  }
  if (input !== undefined && !isJson(input)) return `JSON syntax error in input for target ${id}`;
  if (inputPath !== undefined && !isPath(inputPath)) return `InputPath for target ${id} is invalid.`;
  return inputTransformer === undefined ? undefined : checkTransformer(id, inputTransformer);
}

function checkTransformer(id: string, { inputPathsMap = {}, inputTemplate }: InputTransformer): string | undefined {
  const paths = Object.entries(inputPathsMap);
  if (paths.length > MOST_PATHS) {
    return `InputPathsMap for target ${id} must have ${MOST_PATHS} or fewer entries.`;
  }
  for (const [name, path] of paths) {
    if (!/^[A-Za-z0-9_-]+$/.test(name) || name.length > LONGEST || /^aws\./i.test(name)) {
      return `InputPathsMap for target ${id} contains invalid key ${name}.`;
    }
    if (!isPath(path)) return `InputPathsMap for target ${id} contains invalid path ${path}.`;
  }
  const template = parseTemplate(inputTemplate);
  const unknown = variablesOf(template).find(
    (variable) => !Object.hasOwn(inputPathsMap, variable) && !RESERVED.includes(variable),
  );
  if (unknown !== undefined) return `InputTemplate for target ${id} contains invalid placeholder ${unknown}.`;
  const isObject = inputTemplate.trimStart().startsWith('{');
  if (!isObject && variablesOf(template).includes(WHOLE_EVENT)) {
    return `InputTemplate for target ${id} contains placeholder ${WHOLE_EVENT} valid only for JSON template.`;
  }
  return beginsWithJson(inputTemplate, template) ? undefined : `Invalid InputTemplate for target ${id}.`;
}

const WHOLE_EVENT = 'aws.events.event.json';

/**
 * EventBridge wants a quoted string or JSON, and looks no further than to the end of the first: text in no quotes is refused, and text
 * that begins with a value is taken, with lines of strings as well as with what never gives JSON once an event comes.
 */
function beginsWithJson(text: string, template: Template): boolean {
  const begin = text.trimStart();
  // With no value at all in its places it has to be JSON already; what values make of it shows when an event comes.
  if (/^[{[]/.test(begin)) return isJson(fillTemplate(template, () => undefined));
  return /^(?:"(?:[^"\\]|\\.)*"|<[\w.-]+>|(?:-?\d[\d.eE+-]*|true|false|null)(?=\s|$))/s.test(begin);
}

/** A path that EventBridge takes: it knows no names in quotes, `$.detail['key']`. */
function isPath(path: string): boolean {
  return parsePath(path) !== undefined && !/\[\s*['"]/.test(path);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
