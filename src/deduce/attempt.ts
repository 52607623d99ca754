import { quoted } from './guess/quote.ts';
import type { Form } from './proposal.ts';
import type { Fact } from './said.ts';
import type { Scene } from './scene.ts';

const NOTHING: Form = { steps: [], quotes: [] };

/** How far one proposal has come: which of its forms holds, and what is quoted beside it. */
export class Attempt {
  readonly #forms: readonly Form[];
  #at = 0;
  /** What the form under way lacks and nothing else: quoted beside it. */
  #beside: readonly Fact[] = [];
  /** The plainest form so far that said nothing too much, and what it lacked. */
  #best: { readonly at: number; readonly lacks: readonly Fact[] } | undefined;

  constructor(forms: readonly Form[]) {
    this.#forms = forms;
  }

  /** Whether there is another way to say it. */
  get isOpen(): boolean {
    return this.#at < this.#forms.length - 1;
  }

  form(home: Pick<Scene, 'account' | 'region' | 'channels'>): Form {
    const form = this.#forms[this.#at] ?? NOTHING;
    if (this.#beside.length === 0) return form;
    return { ...form, steps: [...form.steps, ...quoted(this.#beside, home).steps] };
  }

  /** The facts that are quoted. */
  quoted(): readonly Fact[] {
    return [...(this.#forms[this.#at] ?? NOTHING).quotes, ...this.#beside];
  }

  /** The form under way does not hold; where it said nothing too much, this is what it lacked. */
  fail(lacks: readonly Fact[] | undefined): void {
    const wasBeside = this.#beside.length > 0;
    if (lacks !== undefined && !wasBeside) {
      const fewest = this.#best?.lacks.length ?? Infinity;
      if (lacks.length < fewest) this.#best = { at: this.#at, lacks };
    }
    this.#beside = [];
    const last = this.#forms.length - 1;
    if (wasBeside) this.#at = last;
    else this.#at += 1;
    // Before everything is quoted: what said too little with the rest quoted beside it.
    if (this.#at === last && !wasBeside && this.#best !== undefined) {
      this.#at = this.#best.at;
      this.#beside = this.#best.lacks;
    }
  }
}
