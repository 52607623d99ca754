/** Whole words, and what is said of a repository, which may be named as somebody is. */
const WORD = /[\w+.=@:/-]+/g;
const PART = /[^:=@/]+/g;
const OF_REPOSITORY =
  /(:repository\/[\w./-]+|\.amazonaws\.com(?:\.cn)?\/[\w./-]+(?::[\w.-]+)?|repository with name '[^']*')/;

/** Changes the words of a text, and the parts of those that stay; with what names repositories only where that is redacted. */
export function changedWords(text: string, repositories: boolean, change: (word: string) => string): string {
  if (repositories || !OF_REPOSITORY.test(text)) return inWords(text, change);
  return text
    .split(OF_REPOSITORY)
    .map((piece, index) => (index % 2 === 1 ? piece : inWords(piece, change)))
    .join('');
}

function inWords(text: string, change: (word: string) => string): string {
  return text.replace(WORD, (word) => {
    const changed = change(word);
    return changed === word ? word.replace(PART, (part) => inPart(part, change)) : changed;
  });
}

/** A part without the punctuation that ends a sentence. */
function inPart(part: string, change: (word: string) => string): string {
  const word = part.replace(/[.-]+$/, '');
  return change(word) + part.slice(word.length);
}
