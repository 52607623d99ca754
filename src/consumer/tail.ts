/** So much of what a process has written last is kept, however much it writes. */
const MOST_BYTES = 8_192;
const MOST_LINES = 20;

/** The end of what a process has written. */
export class Tail {
  #pieces: Buffer[] = [];
  #bytes = 0;
  #isCut = false;

  take(written: Buffer): void {
    this.#pieces.push(written);
    this.#bytes += written.length;
    while (this.#bytes - this.#pieces[0]!.length >= MOST_BYTES) {
      this.#bytes -= this.#pieces.shift()!.length;
      this.#isCut = true;
    }
  }

  /** What comes from here on is a story of its own. */
  clear(): void {
    this.#pieces = [];
    this.#bytes = 0;
    this.#isCut = false;
  }

  /** The last lines, and a mark where there were others before them. */
  text(): string {
    const bytes = Buffer.concat(this.#pieces);
    const end = bytes.subarray(-MOST_BYTES).toString().trimEnd();
    if (end === '') return '';
    const lines = end.split('\n');
    const isCut = this.#isCut || bytes.length > MOST_BYTES || lines.length > MOST_LINES;
    return [...(isCut ? ['…'] : []), ...lines.slice(-MOST_LINES)].join('\n');
  }
}
