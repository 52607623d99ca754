import { Fault } from '../../wire/fault.ts';
import { validate } from './validate/validate.ts';

/** Refuses a name that neither a machine nor an execution may have. */
export function refuseName(name: string): void {
  if (name.length === 0 || name.length > 80 || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(name))
    throw new Fault('InvalidName', `Invalid Name: '${name}'`);
}

/** Refuses a role that is none. */
export function refuseRole(arn: string): void {
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(arn)) throw new Fault('InvalidArn', `Invalid Role Arn: '${arn}'`);
}

/** Refuses a definition with all that is wrong with it. */
export function refuseDefinition(definition: string, type: string): void {
  const errors = validate(definition, type === 'EXPRESS');
  if (errors.length === 0) return;
  const words = errors.map(
    ({ code, message, location }) => `${code}: ${message}${location === undefined ? '' : ` at ${location}`}`,
  );
  throw new Fault('InvalidDefinition', `Invalid State Machine Definition: '${words.join(', ')}'`);
}
