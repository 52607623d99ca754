import { z } from 'zod';
import { planFile } from './format.ts';

/** The JSON Schema of a plan file, draft-07 because yaml-language-server goes no further. */
export function planJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(planFile, {
    target: 'draft-07',
    io: 'input',
    override: ({ jsonSchema }) => {
      // zod's bound of a safe integer is noise to a reader.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
}
