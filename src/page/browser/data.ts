/** What the page was given. Whoever reads it holds it to what is wanted: a file may have passed through many hands. */
export function readData(): unknown {
  return JSON.parse(document.querySelector('#data')?.textContent ?? 'null');
}
