import type { Die } from './die.ts';

/** Spells some characters inside of the strings of a JSON text as escapes; what the text says stays the same. */
export function escapeSome(die: Die, text: string): string {
  if (die.chance(70)) return text;
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/g, (quoted) =>
    quoted.replaceAll(/\\u[\dA-Fa-f]{4}|\\.|[^"\\]/g, (unit) =>
      unit.length > 1 || die.chance(85) ? unit : escaped(die, unit),
    ),
  );
}

function escaped(die: Die, unit: string): string {
  if (unit === '/' && die.chance(50)) return '\\/';
  const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${die.chance(50) ? hex : hex.toUpperCase()}`;
}
