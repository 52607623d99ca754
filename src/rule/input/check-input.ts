import { type InputChoice, type InputTransformer, RESERVED } from './input.ts';
import { parsePath } from './path.ts';
import { fillTemplate, parseTemplate, variablesOf } from './template.ts';

const MOST_PATHS = 100;
const LONGEST = 256;

/** Why EventBridge would not take these wishes of a target, in its own words; `undefined` where it would. */
export function checkInput(id: string, { input, inputPath, inputTransformer }: InputChoice): string | undefined {
  if ([input, inputPath, inputTransformer].filter((given) => given !== undefined).length > 1) {
    return `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`;
  }
  if (input !== undefined && !isJson(input)) return `Input for target ${id} is not a valid JSON text.`;
  if (inputPath !== undefined && parsePath(inputPath) === undefined) return `Invalid InputPath for target ${id}.`;
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
    if (parsePath(path) === undefined) return `InputPathsMap for target ${id} contains invalid path ${path}.`;
  }
  const template = parseTemplate(inputTemplate);
  const unknown = variablesOf(template).find(
    (variable) => !Object.hasOwn(inputPathsMap, variable) && !RESERVED.includes(variable),
  );
  if (unknown !== undefined) return `InputTemplate for target ${id} contains invalid placeholder ${unknown}.`;
  // With no value at all in its places it has to be JSON already; what values make of it shows when an event comes.
  if (inputTemplate.trimStart().startsWith('{') && !isJson(fillTemplate(template, () => undefined))) {
    return `Invalid InputTemplate for target ${id}.`;
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
