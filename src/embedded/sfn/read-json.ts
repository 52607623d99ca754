/** What Jackson, which Step Functions reads JSON with, allows. */
const DEPTH_LIMIT = 1000;

/** Reads JSON that somebody has sent. Throws an error that says what is wrong; what nests too deep to be walked is refused too. */
export function readJson(text: string): unknown {
  if (depthOf(text) > DEPTH_LIMIT) {
    throw new SyntaxError(
      `Document nesting depth (${DEPTH_LIMIT + 1}) exceeds the maximum allowed (${DEPTH_LIMIT}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
    );
  }
  return JSON.parse(text) as unknown;
}

/** How deep a JSON text nests, without reading it: what nests too deep cannot be walked either. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, (depth += 1));
    else if (token === ']' || token === '}') depth -= 1;
  }
  return deepest;
}
