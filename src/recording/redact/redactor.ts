import type { RedactionNote } from '../file/header.ts';
import { freeText } from './free-text.ts';
import { addresses } from './addresses.ts';
import { type ChangedManifest, refersToManifests, sha256Of } from './follow-digests.ts';
import type { RedactionKey } from './key.ts';
import type { Kind } from './kind.ts';
import { type KnownNames, knownNames } from './known-names.ts';
import { type Mapping, mappingOf, type RedactionChoice, type Replaced } from './mapping.ts';
import { principalName } from './principal-name.ts';
import { type SecretSearch, secretSearch } from './secrets.ts';
import { emails } from './shape/email.ts';
import { repositoryName } from './shape/image.ts';
import { principals } from './shape/principal.ts';
import { walk } from './walk.ts';

/** Something that whoever carries on has to know, for the same to become of the same. It tells nothing of a value. */
export type RedactionFact =
  | { readonly address: string; readonly stand: string }
  | ({ readonly digest: string } & ChangedManifest);

/** Puts what stands for it in the place of all that must not be told. */
export interface Redactor {
  readonly note: RedactionNote;
  /** Lines, redacted, in the same order. Many at a time are faster than one by one. */
  lines(texts: readonly string[]): readonly string[];
  line(text: string): string;
  /** Forgets what it remembers for speed, so that all that it replaces is told once more. */
  forget(): void;
  /** What is written for a manifest's digest, and the manifest: see `followDigests`. */
  readonly manifests: ReadonlyMap<string, ChangedManifest>;
  /** The facts since the last time that this was asked. */
  facts(): readonly RedactionFact[];
  /** Takes up facts of an earlier redactor with the same key. */
  remember(fact: RedactionFact): void;
  /** One that knows the names from the beginning, where one of them may stand in a sentence that came before it was known. */
  anew(): Redactor | undefined;
}

const NOTHING_MORE: RedactionChoice = { repositories: false, tags: false, digests: false };

/**
 * A redactor for one recording. What it replaces, and by what, depends on the key and the value alone, but for
 * addresses, which it gives out one by one.
 */
export function createRedactor(key: RedactionKey, choice: RedactionChoice = NOTHING_MORE, tell?: Replaced): Redactor {
  return redactorThat(knownNames(choice.repositories), key, choice, tell);
}

function redactorThat(names: KnownNames, key: RedactionKey, choice: RedactionChoice, tell?: Replaced): Redactor {
  let missed = false;
  /** What the walk remembers of sentences was worked out before a name in them was known. */
  let stale = false;
  let facts: RedactionFact[] = [];
  const given = addresses(key, (address, stand) => facts.push({ address, stand }));
  const mapping = mappingOf(key, given, (sort, value, by) => {
    tell?.(sort, value, by);
    if (sort !== 'name' || !names.know(value, by)) return;
    missed = true;
    stale = true;
  });
  const manifests = new Map<string, ChangedManifest>();
  const tokens = tokenSearch(mapping);
  const walker = walk({
    text: (text, kind) => tokens.without(ofKind(text, kind, { mapping, choice, names })),
    number: (digits) => mapping.account(digits),
    document(before, after) {
      if ((before !== after || choice.digests) && before.includes('"schemaVersion"')) {
        const was = sha256Of(before);
        const written = choice.digests ? mapping['image digest'](was) : was;
        const is = sha256Of(after);
        const changed = { sha256: is, ...(refersToManifests(after) ? { text: after } : {}) };
        if (written !== is && !manifests.has(written)) {
          manifests.set(written, changed);
          facts.push({ digest: written, ...changed });
        }
      }
      return after;
    },
  });
  const lines = (texts: readonly string[]): readonly string[] => {
    if (stale) walker.forget();
    stale = false;
    const once = texts.map((text) => walker.line(text));
    if (!tokens.search()) return once;
    walker.forget();
    const again = texts.map((text) => walker.line(text));
    tokens.done();
    return again;
  };
  return {
    note: { key: key.fingerprint, ...choice },
    lines,
    line: (text) => lines([text])[0]!,
    forget: () => walker.forget(),
    manifests,
    facts() {
      const news = facts;
      facts = [];
      return news;
    },
    remember(fact) {
      if ('address' in fact) given.remember(fact.address, fact.stand);
      else manifests.set(fact.digest, fact);
    },
    anew: () =>
      missed ? redactorThat(knownNames(choice.repositories, new Map(names.all)), key, choice, tell) : undefined,
  };
}

interface Means {
  readonly mapping: Mapping;
  readonly choice: RedactionChoice;
  readonly names: KnownNames;
}

function ofKind(text: string, kind: Kind, { mapping, choice, names }: Means): string {
  if (kind === 'plain') return names.without(freeText(text, mapping, choice));
  if (text.startsWith('arn:')) return freeText(text, mapping, choice);
  if (kind === 'principal') return principalName(principals(emails(text, mapping), mapping), mapping);
  if (kind === 'secret') return mapping.token(text);
  if (kind === 'repository' && choice.repositories && REPOSITORY.test(text)) return repositoryName(text, mapping);
  if (kind === 'tag' && choice.tags) return mapping.tag(text);
  if (kind === 'KMS key' && UUID.test(text)) return mapping['KMS key'](text);
  if (kind === 'host' && HOST.test(text) && !PUBLIC_HOST.test(text)) return mapping.host(text);
  if (kind === 'principal id') {
    const [, account, name] = FEDERATED.exec(text) ?? [];
    if (account !== undefined && name !== undefined)
      return `${mapping.account(account)}:${principalName(emails(name, mapping), mapping)}`;
  }
  return freeText(text, mapping, choice);
}

const REPOSITORY = /^[0-9a-z][0-9a-z._/*-]*$/;
const UUID = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
const FEDERATED = /^([0-9]{12}):(.+)$/;
const HOST = /^(?=.*[A-Za-z])[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?$/;
const PUBLIC_HOST =
  /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|aws|api\.aws|docker\.io|docker\.com|ecr\.aws|gcr\.io|ghcr\.io|gitlab\.com|quay\.io|k8s\.io|azurecr\.io|cgr\.dev|chainguard\.dev)$/;

interface TokenSearch {
  /** Text without the tokens that a search has found in it; text that was not searched yet will be. */
  without(text: string): string;
  /** Searches what came up since the last time; whether anything was found. */
  search(): boolean;
  done(): void;
}

/** The rules for tokens take long to begin and little to go on, so texts are searched together. */
function tokenSearch(mapping: Mapping): TokenSearch {
  let search: SecretSearch | undefined;
  let unsearched: string[] = [];
  let found = new Map<string, string>();
  return {
    without(text) {
      if (text.length < SHORTEST_TOKEN) return text;
      const clean = found.get(text);
      if (clean !== undefined) return clean;
      if (found.size === 0) unsearched.push(text);
      return text;
    },
    search() {
      const texts = unsearched;
      unsearched = [];
      if (texts.length === 0) return false;
      search ??= secretSearch();
      const tokens = search(texts.join(APART));
      for (const text of tokens.length === 0 ? [] : texts) {
        const clean = tokens.reduce((rest, token) => rest.replaceAll(token, (it) => mapping.token(it)), text);
        if (clean !== text) found.set(text, clean);
      }
      return found.size > 0;
    },
    done() {
      found = new Map();
      unsearched = [];
    },
  };
}

const SHORTEST_TOKEN = 12;
const APART = '\n\n\n\n';
