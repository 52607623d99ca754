/** Words that YAML takes for something else than a text. */
const OTHERWISE = /^(?:true|false|yes|no|on|off|null|~)$/i;

/** A text as YAML: plain where that is the same, else in quotes. */
export function yamlWord(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !OTHERWISE.test(text) ? text : JSON.stringify(text);
}
