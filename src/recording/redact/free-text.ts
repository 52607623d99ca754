import type { Mapping, RedactionChoice } from './mapping.ts';
import { accounts } from './shape/account.ts';
import { ipAddresses } from './shape/address.ts';
import { arns } from './shape/arn.ts';
import { credentials } from './shape/credential.ts';
import { emails } from './shape/email.ts';
import { images } from './shape/image.ts';
import { kmsKeys } from './shape/kms.ts';
import { principals } from './shape/principal.ts';
import { resourceIds } from './shape/resource-id.ts';
import { saidNames } from './shape/said-name.ts';
import type { Shape } from './shape/shape.ts';

/** In this order: what holds others comes before them, and none takes the replacement of another for its own. */
const SHAPES: readonly Shape[] = [
  credentials,
  emails,
  principals,
  arns,
  saidNames,
  kmsKeys,
  resourceIds,
  ipAddresses,
  accounts,
];

/** Escapes of JSON in text that is none, or none any more: their letters belong to no word. */
const ESCAPES = /(\\(?:[bfnrt]|u[0-9a-fA-F]{4}))/;

/** Text with all that has a shape replaced. */
export function freeText(text: string, mapping: Mapping, choice: RedactionChoice): string {
  if (!ESCAPES.test(text)) return unescaped(text, mapping, choice);
  const parts = text.split(ESCAPES);
  return parts.map((part, index) => (index % 2 === 1 ? part : unescaped(part, mapping, choice))).join('');
}

function unescaped(text: string, mapping: Mapping, choice: RedactionChoice): string {
  let changed = text;
  for (const shape of SHAPES) changed = shape(changed, mapping);
  return images(changed, mapping, choice);
}
