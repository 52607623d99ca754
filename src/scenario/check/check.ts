import type { Complaint } from '../complaint.ts';
import type { SoundParts } from '../sound-parts.ts';
import { checkCodes } from './codes.ts';
import { checkNames } from './names.ts';
import { checkPatterns } from './patterns.ts';
import { checkPresence } from './presence.ts';
import { checkTimes } from './times.ts';

/** Every rule that needs more than one member, or more than a shape, to be told. */
export function check(parts: SoundParts): readonly Complaint[] {
  return [checkNames, checkPresence, checkTimes, checkCodes, checkPatterns].flatMap((rule) => [...rule(parts)]);
}
