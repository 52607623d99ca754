import type { Operator } from '../operator/operator.ts';
import type { Scalar } from '../scalar.ts';

/** How values that may satisfy an operator are found: each way is a table from something of the value. */
export type IndexKey =
  | { readonly by: 'value'; readonly of: Scalar }
  | { readonly by: 'prefix' | 'suffix' | 'lower'; readonly of: string }
  | { readonly by: 'presence' };

const PRESENCE: IndexKey = { by: 'presence' };

/** A key under which every value that the operator accepts is found. An operator that takes absence has none. */
export function indexKeyOf(operator: Operator): IndexKey | undefined {
  switch (operator.kind) {
    case 'absent':
      return undefined;
    case 'string':
    case 'word':
      return { by: 'value', of: operator.value };
    case 'number':
      return typeof operator.value === 'number' ? { by: 'value', of: operator.value } : PRESENCE;
    case 'prefix':
      return affix('prefix', operator.value);
    case 'suffix':
      return affix('suffix', operator.value);
    case 'fold':
      // Beyond ASCII, what AWS takes for the same letter and what lower case makes of it are two things.
      return /^[\u0020-\u007E]*$/.test(operator.value) ? { by: 'lower', of: operator.value.toLowerCase() } : PRESENCE;
    case 'wildcard': {
      const { first, last = '' } = operator.glob;
      return first === '' ? affix('suffix', last) : affix('prefix', first);
    }
    default:
      return PRESENCE;
  }
}

/** An affix with a quote may reach over the value's own quotes, where no table finds it. */
function affix(by: 'prefix' | 'suffix', text: string): IndexKey {
  return text === '' || text.includes('"') ? PRESENCE : { by, of: text };
}
