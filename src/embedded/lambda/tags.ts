import { Fault } from '../../wire/fault.ts';
import type { Operation } from '../service.ts';
import { readFunctionName } from './function-name.ts';
import type { Functions } from './functions.ts';

/** A function has at most so many tags. */
const TAG_LIMIT = 50;

interface TagInput {
  readonly Resource: string;
  readonly Tags: Readonly<Record<string, string>>;
  readonly TagKeys: readonly string[];
}

/** The operations on the tags of functions. */
export function tagOperations(functions: Functions): Readonly<Record<string, Operation>> {
  function tagsOf(arn: string): Map<string, string> {
    if (!arn.includes(':function:')) {
      throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.');
    }
    if (readFunctionName(arn).qualifier !== undefined) {
      throw new Fault(
        'InvalidParameterValueException',
        'Tags on function aliases and versions are not supported. Please specify a function ARN.',
      );
    }
    return functions.find(arn).family.tags;
  }

  return {
    TagResource: (given) => {
      const { Resource, Tags } = given as unknown as TagInput;
      const tags = tagsOf(Resource);
      if (Object.keys(Tags).length === 0) {
        throw new Fault('InvalidParameterValueException', 'An error occurred and the request cannot be processed.');
      }
      const after = new Map([...tags, ...Object.entries(Tags)]);
      if (after.size > TAG_LIMIT) {
        throw new Fault('InvalidParameterValueException', 'Number of tags exceeds resource tag limit.');
      }
      for (const [key, value] of after) tags.set(key, value);
    },
    UntagResource: (given) => {
      const { Resource, TagKeys } = given as unknown as TagInput;
      const tags = tagsOf(Resource);
      for (const key of TagKeys) tags.delete(key);
    },
    ListTags: (given) => ({ Tags: Object.fromEntries(tagsOf((given as unknown as TagInput).Resource)) }),
  };
}
