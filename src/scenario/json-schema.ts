import { z } from 'zod';
import { scenarioFile } from './format.ts';

/**
 * The JSON Schema of a scenario file, draft-07 because yaml-language-server goes no further.
 *
 * It says what a file may look like. Whether a repository exists, or an image was ever pushed, it cannot say.
 */
export function scenarioJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(scenarioFile, {
    target: 'draft-07',
    io: 'input',
    override: ({ jsonSchema }) => {
      // zod's bounds of a safe integer are noise to a reader.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
}
