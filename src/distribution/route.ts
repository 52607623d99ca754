import { Refusal } from './refusal.ts';

/** What a URL of the distribution API is of. */
export type Route =
  | { readonly of: 'base' }
  | { readonly of: 'catalog' }
  | { readonly of: 'ticket'; readonly path: string }
  | { readonly of: 'tags'; readonly name: string }
  | { readonly of: 'referrers' | 'manifest' | 'blob' | 'upload'; readonly name: string; readonly reference: string }
  | { readonly of: 'uploads'; readonly name: string };

/** As the specification has it, and as ECR has it besides: two characters at least, and no more than 256. */
const NAME = /^(?=.{2,256}$)[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** A digest that ECR takes. */
export const DIGEST = /^sha256:[a-f0-9]{64}$/;
/** A tag. */
export const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

const FORMS: readonly (readonly ['tags' | 'referrers' | 'manifest' | 'uploads' | 'upload' | 'blob', RegExp])[] = [
  ['tags', /^(.+)\/tags\/list$/],
  ['uploads', /^(.+)\/blobs\/uploads\/?$/],
  ['upload', /^(.+)\/blobs\/uploads\/([^/]+)$/],
  ['blob', /^(.+)\/blobs\/([^/]+)$/],
  ['manifest', /^(.+)\/manifests\/([^/]+)$/],
  ['referrers', /^(.+)\/referrers\/([^/]+)$/],
];

/** Reads a path below `/v2`; `undefined` for one that the specification does not know. Throws for a name that no repository can have. */
export function readRoute(path: string): Route | undefined {
  const rest = decoded(path).replace(/^\/v2\/?/, '');
  if (rest === '') return { of: 'base' };
  if (rest === '_catalog') return { of: 'catalog' };
  if (rest.startsWith('-/')) return { of: 'ticket', path };
  for (const [of, form] of FORMS) {
    const [, name, reference = ''] = form.exec(rest) ?? [];
    if (name === undefined) continue;
    if (!NAME.test(name)) throw new Refusal(400, 'NAME_INVALID', `Invalid repository name: '${name}'`);
    return of === 'tags' || of === 'uploads' ? { of, name } : { of, name, reference };
  }
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
