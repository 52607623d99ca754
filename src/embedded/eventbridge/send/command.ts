import { parseArn } from '../../arn.ts';
import { Undeliverable } from '../failure.ts';
import type { Sender } from './send-to.ts';

/** Runs a document on the instances that the target names. The event is looked at only if the target makes its parameters of it. */
export const toCommand: Sender = (definition, { commands }) => {
  const { Arn, Input, InputPath, InputTransformer, RunCommandParameters } = definition;
  const documentName = (parseArn(Arn)?.resource ?? '').replace(/^document\//, '');
  const targets = (RunCommandParameters?.RunCommandTargets ?? []).map(({ Key, Values }) => ({
    key: Key,
    values: Values,
  }));
  const given = [Input, InputPath, InputTransformer].some((choice) => choice !== undefined);
  return (_, input) => commands.send({ documentName, targets, parameters: given ? readParameters(input) : {} });
};

function readParameters(input: string): Readonly<Record<string, readonly string[]>> {
  const value = JSON.parse(input) as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Undeliverable('INVALID_PARAMETER', 'The input of Run Command has to be an object of parameters');
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, given]) => [name, (Array.isArray(given) ? given : [given]).map(String)]),
  );
}
