import type { Complaint } from '../complaint.ts';
import { pointerOf } from '../place.ts';
import type { SoundParts } from '../sound-parts.ts';
import { checkCodes } from './codes.ts';
import { checkEvents } from './events.ts';
import { checkNames } from './names.ts';
import { checkPatterns } from './patterns.ts';
import { checkPresence } from './presence.ts';
import { checkSettings } from './settings.ts';
import { checkTimes } from './times.ts';

/** Every rule that needs more than one member, or more than a shape, to be told. */
export function check(parts: SoundParts): readonly Complaint[] {
  const names = [...checkNames(parts)];
  // An image that cannot be named cannot be there, either.
  const misnamed = new Set(names.map(({ path }) => pointerOf(path)));
  const absent = [...checkPresence(parts)].filter(({ path }) => !misnamed.has(pointerOf(path)));
  return [
    ...names,
    ...absent,
    ...checkSettings(parts),
    ...checkTimes(parts),
    ...checkCodes(parts),
    ...checkPatterns(parts),
    ...checkEvents(parts),
  ];
}
