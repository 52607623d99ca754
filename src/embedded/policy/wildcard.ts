/** Whether a text fits a pattern in which `*` stands for any number of characters and `?` for one. Never takes longer than the product of both. */
export function fits(pattern: string, text: string): boolean {
  let at = 0;
  let on = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[on];
    if (wanted === '*') {
      star = on;
      on += 1;
      resume = at;
    } else if (wanted === '?' || wanted === text[at]) {
      on += 1;
      at += 1;
    } else if (star !== -1) {
      // The last star takes one character more.
      on = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (pattern[on] === '*') on += 1;
  return on === pattern.length;
}

/** Whether an ARN fits a pattern, each of its six parts by itself: no star reaches over a colon before the resource. */
export function fitsArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const wanted = partsOf(pattern);
  const parts = partsOf(arn);
  return wanted.length === 6 && parts.length === 6 && wanted.every((part, index) => fits(part, parts[index]!));
}

function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
