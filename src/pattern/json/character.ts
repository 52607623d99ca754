/** Shows one UTF-16 code unit in an error, with its number. */
export function describeCharacter(code: number): string {
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return `(CTRL-CHAR, code ${code})`;
  const hex = code > 255 ? ` / 0x${code.toString(16)}` : '';
  return `'${String.fromCharCode(code)}' (code ${code}${hex})`;
}

/** Whether a word that AWS shows whole in an error can begin with this code unit. */
export function isIdentifierStart(code: number): boolean {
  return /^[\p{L}\p{Nl}\p{Sc}\p{Pc}]$/u.test(String.fromCharCode(code));
}

/** Whether a word that AWS shows whole in an error goes on with this code unit. */
export function isIdentifierPart(code: number): boolean {
  if (code <= 8 || (code >= 0x0e && code <= 0x1b) || (code >= 0x7f && code <= 0x9f)) return true;
  return /^[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mn}\p{Mc}\p{Cf}]$/u.test(String.fromCharCode(code));
}
