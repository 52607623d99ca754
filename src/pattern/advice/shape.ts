import { accepts } from '../operator/accepts.ts';
import type { Operator } from '../operator/operator.ts';

/** What events of one kind look like: enough to say that some pattern can never match them. */
export interface EventShape {
  readonly source: string;
  readonly detailType: string;
  /**
   * The members of `detail`, by path. A path that ends in `?` may be absent; one that ends in `.*` may have anything
   * below it. Nothing when nobody knows.
   */
  readonly detail: Readonly<Record<string, FieldShape>> | undefined;
  /** Whether `resources` names anything. */
  readonly resources: boolean;
}

/** The values of a field: any text, any number, true or false, or one of a few texts. */
export type FieldShape = 'text' | 'number' | 'flag' | 'anything' | readonly string[];

/** A field of a shape, told apart. */
export interface Field {
  readonly values: FieldShape;
  readonly optional: boolean;
}

/** The field of a shape at a path, if the shape has one. */
export function fieldAt(shape: EventShape, path: string): Field | undefined {
  const envelope = envelopeOf(shape)[path];
  if (envelope !== undefined) return envelope;
  if (!path.startsWith('detail.')) return undefined;
  if (shape.detail === undefined) return { values: 'anything', optional: true };
  const name = path.slice('detail.'.length);
  for (const [key, values] of Object.entries(shape.detail)) {
    const bare = key.replace(/\?$/, '');
    if (bare === name) return { values, optional: bare !== key };
    if (bare.endsWith('.*') && `${name}.`.startsWith(bare.slice(0, -1))) return { values: 'anything', optional: true };
  }
  return undefined;
}

function envelopeOf(shape: EventShape): Readonly<Record<string, Field>> {
  const text: Field = { values: 'text', optional: false };
  return {
    version: { values: ['0'], optional: false },
    id: text,
    'detail-type': { values: [shape.detailType], optional: false },
    source: { values: [shape.source], optional: false },
    account: text,
    time: text,
    region: text,
    resources: shape.resources ? text : { values: [], optional: true },
    'replay-name': { values: 'text', optional: true },
  };
}

/** Whether some value that the field may have satisfies the operator. A path that no field has is always absent. */
export function canAccept(field: Field | undefined, operator: Operator): boolean {
  if (operator.kind === 'absent') return field === undefined || field.optional;
  if (field === undefined) return false;
  switch (field.values) {
    case 'anything':
      return true;
    case 'text':
      return !['number', 'range', 'word'].includes(operator.kind);
    case 'number':
      return ['number', 'range', 'exists'].includes(operator.kind) || operator.kind.startsWith('but');
    case 'flag':
      return [true, false].some((flag) => accepts(operator, flag));
    default:
      return field.values.some((value) => accepts(operator, value));
  }
}
