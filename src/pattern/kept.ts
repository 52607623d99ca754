/** As many as one search or one load of rules goes by; all are let go when there are more. */
const MOST = 128;

/**
 * Keeps what was made of a text. Whoever rehearses a thousand times compiles the same patterns each time, and a matcher costs more than
 * most of what it is asked.
 */
export function kept<Made>(make: (text: string) => Made): (text: string) => Made {
  const known = new Map<string, Made>();
  return (text) => {
    let made = known.get(text);
    if (made === undefined) {
      made = make(text);
      if (known.size >= MOST) known.clear();
      known.set(text, made);
    }
    return made;
  };
}
