import { runtimeFailure } from '../failure.ts';
import type { Operand, Path, Step, Test } from './path.ts';

/** Reads paths as Jayway's JsonPath does, which AWS uses: members, indices, slices, unions, wildcards, `..` and filters, but no functions. */
export function readPath(text: string): Path {
  const reader = new PathReader(text);
  const path = reader.path();
  reader.end();
  return path;
}

class PathReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    if (this.#at < this.#text.length) throw this.#invalid();
  }

  path(): Path {
    const start = this.#at;
    const root = this.#take(/\$\$|\$[A-Za-z_]\w*|[$@]/y);
    if (root === undefined) throw this.#invalid();
    const steps: Step[] = [];
    for (let next = this.#steps(); next !== undefined; next = this.#steps()) steps.push(...next);
    const definite = steps.every(
      (step) =>
        (step.kind === 'members' && step.names.length === 1) || (step.kind === 'items' && step.indices.length === 1),
    );
    return { text: this.#text.slice(start, this.#at), root, steps, definite };
  }

  #steps(): Step[] | undefined {
    if (this.#take(/\.\./y) !== undefined) {
      const bracket = this.#bracket();
      return [{ kind: 'anywhere' }, bracket ?? this.#afterDot()];
    }
    if (this.#take(/\./y) !== undefined) return [this.#afterDot()];
    const bracket = this.#bracket();
    return bracket === undefined ? undefined : [bracket];
  }

  #afterDot(): Step {
    if (this.#take(/\*/y) !== undefined) return { kind: 'all' };
    // Whatever is neither punctuation of a path nor a blank can be part of a name, as with Jayway.
    const name = this.#take(/[^\s.[\](){}'"`,:*?@!<>=&|~+/\\]+/y);
    if (name === undefined || this.#text[this.#at] === '(') throw this.#invalid();
    return { kind: 'members', names: [name] };
  }

  #bracket(): Step | undefined {
    if (this.#take(/\[\s*/y) === undefined) return undefined;
    const step = this.#insideBracket();
    if (this.#take(/\s*\]/y) === undefined) throw this.#invalid();
    return step;
  }

  #insideBracket(): Step {
    if (this.#take(/\*/y) !== undefined) return { kind: 'all' };
    if (this.#take(/\?\s*\(/y) !== undefined) {
      const test = this.#or();
      if (this.#take(/\s*\)/y) === undefined) throw this.#invalid();
      return { kind: 'where', test };
    }
    const slice = this.#take(/-?\d*\s*:\s*-?\d*(?:\s*:\s*-?\d+)?/y);
    if (slice !== undefined) return sliceOf(slice);
    const indices = this.#take(/-?\d+(?:\s*,\s*-?\d+)*/y);
    if (indices !== undefined) return { kind: 'items', indices: indices.split(',').map(Number) };
    const names = [this.#quoted()];
    while (this.#take(/\s*,\s*/y) !== undefined) names.push(this.#quoted());
    return { kind: 'members', names };
  }

  #quoted(): string {
    const text = this.#take(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy);
    if (text === undefined) throw this.#invalid();
    return text.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
  }

  #or(): Test {
    const tests = [this.#and()];
    while (this.#take(/\s*\|\|\s*/y) !== undefined) tests.push(this.#and());
    return tests.length === 1 ? tests[0]! : { kind: 'or', tests };
  }

  #and(): Test {
    const tests = [this.#unary()];
    while (this.#take(/\s*&&\s*/y) !== undefined) tests.push(this.#unary());
    return tests.length === 1 ? tests[0]! : { kind: 'and', tests };
  }

  #unary(): Test {
    if (this.#take(/\s*!\s*/y) !== undefined) return { kind: 'not', test: this.#unary() };
    if (this.#take(/\s*\(\s*/y) !== undefined) {
      const test = this.#or();
      if (this.#take(/\s*\)/y) === undefined) throw this.#invalid();
      return test;
    }
    const left = this.#operand();
    if (this.#take(/\s*=~\s*/y) !== undefined) {
      const pattern = /^\/(.*)\/([imsu]*)$/s.exec(this.#take(/\/(?:[^/\\]|\\.)*\/[imsu]*/y) ?? '');
      if (pattern === null) throw this.#invalid();
      return { kind: 'match', left, pattern: new RegExp(`^(?:${pattern[1]})$`, pattern[2]) };
    }
    const operator = this.#take(/\s*(?:==|!=|<=|>=|<|>|in\b|nin\b)\s*/y)?.trim();
    if (operator !== undefined) return { kind: 'compare', operator, left, right: this.#operand() };
    if (left.kind !== 'path') throw this.#invalid();
    return { kind: 'exists', path: left.path };
  }

  #operand(): Operand {
    this.#take(/\s+/y);
    if (/[$@]/.test(this.#text[this.#at] ?? '')) return { kind: 'path', path: this.path() };
    if (/['"]/.test(this.#text[this.#at] ?? '')) return { kind: 'value', value: this.#quoted() };
    const literal = this.#take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b|\[[^\]]*\]/y);
    if (literal === undefined) throw this.#invalid();
    try {
      return { kind: 'value', value: JSON.parse(literal.replaceAll("'", '"')) as unknown };
    } catch {
      throw this.#invalid();
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #invalid(): Error {
    return runtimeFailure(`Invalid path '${this.#text}'`);
  }
}

function sliceOf(text: string): Step {
  const [from = '', to = '', by = ''] = text.split(':').map((part) => part.trim());
  return {
    kind: 'slice',
    ...(from !== '' && { from: Number(from) }),
    ...(to !== '' && { to: Number(to) }),
    ...(by !== '' && { by: Number(by) }),
  };
}
