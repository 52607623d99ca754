/** Makes of a text what its shape is: protocols without types say everything in text. What is no such value stays a text. */
export function typedScalar(text: string, type: string): string | number | boolean {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type !== 'integer' && type !== 'number') return text;
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}
