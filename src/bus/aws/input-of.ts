import type { TargetDefinition } from '../../embedded/eventbridge/target-definition.ts';
import type { InputChoice } from '../../rule/input/input.ts';

/** What a target wants to be given, in the words of a configuration. */
export function inputOf({ Input, InputPath, InputTransformer }: TargetDefinition): InputChoice {
  const { InputTemplate = '', InputPathsMap } = InputTransformer ?? {};
  return {
    ...(Input !== undefined && { input: Input }),
    ...(InputPath !== undefined && { inputPath: InputPath }),
    ...(InputTransformer !== undefined && {
      inputTransformer: {
        inputTemplate: InputTemplate,
        ...(InputPathsMap !== undefined && { inputPathsMap: InputPathsMap }),
      },
    }),
  };
}

/** What a consumer is called with; nothing where the input is no JSON, which Lambda takes from nobody. */
export function payloadOf(input: string): { readonly payload: unknown } | undefined {
  try {
    return { payload: JSON.parse(input) as unknown };
  } catch {
    return undefined;
  }
}
