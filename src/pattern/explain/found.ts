/** What an event has at a dotted path: one value, or the list of them where lists lie on the way. */
export function findAt(event: unknown, path: string): { readonly value: unknown } | undefined {
  const found = descend(event, path.split('.'));
  if (found.length === 0) return undefined;
  return { value: found.length === 1 ? found[0] : found };
}

function descend(value: unknown, steps: readonly string[]): unknown[] {
  if (steps.length === 0) return [value];
  if (Array.isArray(value)) return value.flatMap((element) => descend(element, steps));
  if (typeof value !== 'object' || value === null) return [];
  // An event may spell several steps as one key with dots in it.
  return Object.entries(value).flatMap(([key, inner]) => {
    const taken = key.split('.');
    return taken.every((step, index) => step === steps[index]) ? descend(inner, steps.slice(taken.length)) : [];
  });
}
