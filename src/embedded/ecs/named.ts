/** Reads a name that may be given as an ARN. */
export function named(given: unknown, kind: 'service' | 'cluster'): string | undefined {
  if (typeof given !== 'string' || given === '') return undefined;
  return given.startsWith('arn:') && given.includes(`:${kind}/`) ? given.slice(given.lastIndexOf('/') + 1) : given;
}
