const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Makes any text safe between tags and in attributes; what XML 1.0 cannot hold at all becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ESCAPES[character]!)
    .replace(/\p{Cc}|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu, escapeUnseen);
}

function escapeUnseen(character: string): string {
  const code = character.codePointAt(0)!;
  const isAllowed = character === '\t' || character === '\n' || character === '\r' || (code >= 0x7f && code <= 0x9f);
  return isAllowed ? `&#x${code.toString(16)};` : '\ufffd';
}

/**
 * Words the members of a structure as elements: a list becomes `<member>` (or `<item>`, as EC2 has it) elements, a `Map` becomes `<entry>`
 * elements, an object a structure. Absent values leave nothing behind.
 */
export function writeXml(value: unknown, item: 'member' | 'item' | 'flat' = 'member'): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((each) => `<${item}>${writeXml(each, item)}</${item}>`).join('');
  if (value instanceof Map) {
    return [...(value as Map<unknown, unknown>)]
      .map(([key, each]) => `<entry><key>${escapeXml(String(key))}</key><value>${writeXml(each, item)}</value></entry>`)
      .join('');
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return escapeXml(String(value));
  if (typeof value !== 'object') return '';
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .flatMap(([name, member]) =>
      (item === 'flat' && Array.isArray(member) ? member : [member]).map(
        (each) => `<${name}>${writeXml(each, item)}</${name}>`,
      ),
    )
    .join('');
}
