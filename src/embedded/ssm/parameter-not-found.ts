import { Fault } from '../../wire/fault.ts';
import type { Parameter, Parameters } from './parameters.ts';

/** The refusal of a name that no parameter has. */
export function notFound(name: string): Fault {
  return new Fault('ParameterNotFound', `Parameter ${name} not found.`);
}

/** The parameter of that name. Throws `ParameterNotFound`. */
export function existing(parameters: Parameters, name: string): Parameter {
  const parameter = parameters.find(name);
  if (parameter === undefined) throw notFound(name);
  return parameter;
}
