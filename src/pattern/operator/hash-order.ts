/** The order in which AWS goes through a list of texts: that of a Java hash set. It decides which of two mistakes is named. */
export function hashOrder(texts: Iterable<string>): string[] {
  const unique = [...new Set(texts)];
  let buckets = 16;
  while (unique.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (text: string): number => {
    const hash = javaHash(text);
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return unique.toSorted((a, b) => bucketOf(a) - bucketOf(b));
}

function javaHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}
