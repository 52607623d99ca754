import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDistribution } from '../../../src/distribution/distribution.ts';
import { virtualAgenda } from '../../../src/embedded/agenda.ts';
import { registryOf } from '../../../src/embedded/ecr/live-registry.ts';
import { openEstate } from '../../../src/embedded/estate.ts';
import { openScene } from '../../../src/embedded/scene.ts';
import { seeded } from '../../../src/random.ts';
import type { Caller } from '../../../src/registry/activity.ts';
import { OCI_MANIFEST } from './client.ts';

const REPOSITORIES = ['web', 'api'] as const;
const TAGS = ['a', 'b'] as const;
const CHUNKS = ['', 'x', 'y'] as const;
const CONTENTS = ['x', 'y', 'xy', 'yx', 'xx'] as const;

const CALLER: Caller = { kind: 'Root', accountId: '123456789012', via: 'cli' };
const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** What any container client may do, right or wrong. */
type Action =
  | { readonly kind: 'begin'; readonly repository: string }
  | { readonly kind: 'send'; readonly upload: number; readonly text: string; readonly from: number | undefined }
  | { readonly kind: 'end'; readonly upload: number; readonly digest: string }
  | { readonly kind: 'ask' | 'drop'; readonly upload: number }
  | { readonly kind: 'blob'; readonly repository: string; readonly digest: string }
  | { readonly kind: 'put'; readonly repository: string; readonly tag: string; readonly blobs: readonly string[] }
  | { readonly kind: 'get'; readonly repository: string; readonly tag: string };

const repository = fc.constantFrom(...REPOSITORIES);
const upload = fc.nat({ max: 2 });
const digest = fc.constantFrom(...CONTENTS).map(digestOf);
const tag = fc.constantFrom(...TAGS);
const actions: fc.Arbitrary<readonly Action[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('begin' as const), repository }),
    fc.record({
      kind: fc.constant('send' as const),
      upload,
      text: fc.constantFrom(...CHUNKS),
      from: fc.constantFrom(undefined, 0, 1, 2),
    }),
    fc.record({ kind: fc.constant('end' as const), upload, digest: fc.oneof(fc.constant('right' as const), digest) }),
    fc.record({ kind: fc.constantFrom('ask' as const, 'drop' as const), upload }),
    fc.record({ kind: fc.constant('blob' as const), repository, digest }),
    fc.record({ kind: fc.constant('put' as const), repository, tag, blobs: fc.array(digest, { maxLength: 2 }) }),
    fc.record({ kind: fc.constant('get' as const), repository, tag }),
  ),
  { minLength: 10, maxLength: 60 },
);

/** The registry in a few lines: what it holds, and what it has to answer. */
class Reference {
  readonly #uploads: { repository: string; text: string; isOpen: boolean; tried: number }[] = [];
  readonly #blobs = new Map<string, string>();
  readonly #tags = new Map<string, string>();

  /** The digest of what has come of an upload. */
  digestOf(at: number): string {
    return digestOf(this.#uploads[at]?.text ?? '');
  }

  answer(action: Action): readonly [status: number, text?: string] {
    switch (action.kind) {
      case 'begin':
        this.#uploads.push({ repository: action.repository, text: '', isOpen: true, tried: 0 });
        return [202];
      case 'blob': {
        const text = this.#blobs.get(`${action.repository} ${action.digest}`);
        return text === undefined ? [404] : [200, text];
      }
      case 'put': {
        const { blobs, repository: of } = action;
        if (blobs.some((blob) => !this.#blobs.has(`${of} ${blob}`))) return [400];
        this.#tags.set(`${of} ${action.tag}`, manifestOf(blobs));
        return [201];
      }
      case 'get': {
        const text = this.#tags.get(`${action.repository} ${action.tag}`);
        return text === undefined ? [404] : [200, text];
      }
      default:
        return this.#ofUpload(action);
    }
  }

  #ofUpload(action: Extract<Action, { upload: number }>): readonly [status: number, text?: string] {
    const found = this.#uploads[action.upload];
    if (found?.isOpen !== true) return [404];
    if (action.kind === 'ask') return [204];
    if (action.kind === 'send') {
      if (action.from !== undefined && (action.from !== found.text.length || action.text === '')) return [416];
      found.text += action.text;
      return [202];
    }
    if (action.kind === 'end') {
      const right = digestOf(found.text);
      // What an end was tried with is a part of its own by then, and only the last may be as small as these are.
      const isTooSmall = found.tried > 0 && found.text.length > found.tried;
      found.tried ||= found.text.length;
      if (found.text === '' || isTooSmall || !['right', right].includes(action.digest)) return [400];
      this.#blobs.set(`${found.repository} ${right}`, found.text);
    }
    found.isOpen = false;
    return [action.kind === 'end' ? 201 : 204];
  }
}

function manifestOf(blobs: readonly string[]): string {
  const layers = blobs.map((each) => ({ mediaType: 'a/b', digest: each, size: 1 }));
  return JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, layers });
}

/** A registry with those repositories, and a way to ask it that has no network in it. */
async function openRegistry() {
  const agenda = virtualAgenda(Date.parse('2026-01-15T09:30:00Z'));
  const estate = openEstate(openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7) }));
  const registry = registryOf(estate);
  for (const name of REPOSITORIES) registry.call(CALLER, 'CreateRepository', { repositoryName: name });
  const token = registry.call(CALLER, 'GetAuthorizationToken', {});
  registry.tokens.issue(token, CALLER, agenda.now());
  const [{ authorizationToken }] = token['authorizationData'] as unknown as [{ authorizationToken: string }];
  const distribution = openDistribution(registry, agenda);
  const places: string[] = [];

  async function ask(method: string, url: string, body = '', headers: Record<string, string> = {}) {
    const all = { host: 'localhost', authorization: `Basic ${authorizationToken}`, ...headers };
    const answer = await distribution({ method, url, headers: all, body: Buffer.from(body) });
    const parts: Uint8Array[] = [Buffer.from(answer.body)];
    if (answer.flow !== undefined) for await (const part of answer.flow) parts.push(part);
    return { ...answer, text: Buffer.concat(parts).toString() };
  }

  async function act(action: Action, right: string) {
    const place = 'upload' in action ? (places[action.upload] ?? '/v2/web/blobs/uploads/none') : '';
    switch (action.kind) {
      case 'begin': {
        const begun = await ask('POST', `/v2/${action.repository}/blobs/uploads/`);
        places.push(new URL(begun.headers['location']!).pathname);
        return begun;
      }
      case 'send': {
        const { from, text } = action;
        const range = from === undefined ? {} : { 'content-range': `${from}-${from + text.length - 1}` };
        return await ask('PATCH', place, text, range);
      }
      case 'end':
        return await ask('PUT', `${place}?digest=${action.digest === 'right' ? right : action.digest}`);
      case 'ask':
        return await ask('GET', place);
      case 'drop':
        return await ask('DELETE', place);
      case 'blob':
        return await ask('GET', `/v2/${action.repository}/blobs/${action.digest}`);
      case 'put': {
        const headers = { 'content-type': OCI_MANIFEST };
        return await ask('PUT', `/v2/${action.repository}/manifests/${action.tag}`, manifestOf(action.blobs), headers);
      }
      case 'get':
        return await ask('GET', `/v2/${action.repository}/manifests/${action.tag}`);
    }
  }

  return { act, [Symbol.asyncDispose]: () => registry[Symbol.asyncDispose]() };
}

test(
  'whatever container clients do, they are answered as a registry of a few lines would',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(actions, async (all) => {
        await using registry = await openRegistry();
        const reference = new Reference();
        for (const action of all) {
          const [status, text] = reference.answer(action);
          const right = 'upload' in action ? reference.digestOf(action.upload) : '';
          const answer = await registry.act(action, right);
          expect([action, answer.status]).toEqual([action, status]);
          if (text !== undefined) expect(answer.text).toBe(text);
        }
      }),
      { numRuns: 200 },
    );
  },
);
