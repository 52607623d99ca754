/** The line that leads from a message to the page on its code or topic. */
export function moreOn(name: string): string {
  return `more: npx ecreplay explain ${name}`;
}
