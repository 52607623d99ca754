import { DERIVED } from './derived.ts';
import { DOCUMENTED } from './documented.ts';
import { type Nature, READS, SETS } from './nature.ts';

/** What calling an operation twice means, and who says so: AWS's documents, its models, or the operation's name alone. */
export interface Known {
  readonly nature: Nature;
  readonly by: 'documents' | 'model' | 'name';
  readonly because: string;
}

/**
 * Says what it means to call an operation with this input twice: the published table. What no source knows counts as an action where its
 * name does not say otherwise.
 */
export function natureOf(service: string, operation: string, input: Readonly<Record<string, unknown>> = {}): Known {
  const name = `${service}:${operation}`;
  const documented = DOCUMENTED[name];
  if (documented !== undefined) {
    const { nature, unless, because } = documented;
    return { nature: unless?.holds(input) === true ? unless.nature : nature, by: 'documents', because };
  }
  const table = DERIVED[service];
  const token = table?.token[operation];
  if (token !== undefined)
    return { nature: { kind: 'acts', token }, by: 'model', because: `requests of equal ${token} are one` };
  const listed = (['sets', 'acts', 'reads'] as const).find((kind) => table?.[kind].split(' ').includes(operation));
  if (listed !== undefined) return { nature: { kind: listed }, by: 'model', because: WORDS[listed] };
  const kind = READS.test(operation) ? 'reads' : SETS.test(operation) ? 'sets' : 'acts';
  return { nature: { kind }, by: 'name', because: WORDS[kind] };
}

const WORDS = {
  reads: 'it changes nothing',
  sets: 'with equal input it leaves what it left the first time',
  acts: 'each call does it again',
} as const;
