import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/registry/activity.ts';
import type { Ledger } from '../../../../src/registry/ledger.ts';
import { imageManifest, indexManifest, sha256 } from '../../../../src/registry/manifest.ts';
import { ask, CONFIG, LAYER, opened, SPARE, upload } from './furnished.ts';

/** Three images, and an index of the first two. */
const IMAGES = [
  imageManifest('docker', CONFIG, [LAYER]),
  imageManifest('oci', CONFIG, [LAYER]),
  imageManifest('oci', CONFIG, [SPARE]),
];
const DIGESTS = IMAGES.map(sha256);
const CHILDREN = DIGESTS.slice(0, 2);
const INDEX = indexManifest(
  'oci',
  CHILDREN.map((digest) => ({ digest, size: 100, platform: 'linux/amd64' })),
);
const MANIFESTS = [...IMAGES, INDEX];
const INDEX_DIGEST = sha256(INDEX);
const ALL_DIGESTS = [...DIGESTS, INDEX_DIGEST];
const NAMES = ['web', 'api'] as const;
const TAGS = ['a', 'b', 'dev-1'] as const;

type Step =
  | { readonly do: 'create' | 'list'; readonly name: string }
  | { readonly do: 'remove'; readonly name: string; readonly force: boolean }
  | { readonly do: 'put'; readonly name: string; readonly image: number; readonly tag: string | undefined }
  | { readonly do: 'untag'; readonly name: string; readonly tag: string }
  | { readonly do: 'drop'; readonly name: string; readonly image: number }
  | { readonly do: 'mutability'; readonly name: string; readonly mode: (typeof MODES)[number] };

const MODES = ['MUTABLE', 'IMMUTABLE', 'IMMUTABLE_WITH_EXCLUSION', 'MUTABLE_WITH_EXCLUSION'] as const;

const name = fc.constantFrom(...NAMES);
const image = fc.nat({ max: MANIFESTS.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('create' as const, 'list' as const), name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), name, force: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      name,
      image,
      tag: fc.option(fc.constantFrom(...TAGS), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('untag' as const), name, tag: fc.constantFrom(...TAGS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), name, image }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('mutability' as const), name, mode: fc.constantFrom(...MODES) }),
  },
);

/** What ECR's documents say of these operations, as plainly as can be: images, where each tag is, and whether tags may move. */
class Model {
  readonly repositories = new Map<string, { images: Set<string>; tags: Map<string, string>; mode: string }>();

  /** What a step ends in: `ok`, an error, or a failure inside the answer. */
  perform(each: Step): string {
    const here = this.repositories.get(each.name);
    if (each.do === 'create') {
      if (here !== undefined) return 'RepositoryAlreadyExistsException';
      this.repositories.set(each.name, { images: new Set(), tags: new Map(), mode: 'MUTABLE' });
      return 'ok';
    }
    if (here === undefined) return 'RepositoryNotFoundException';
    const { images, tags } = here;
    switch (each.do) {
      case 'list':
        return 'ok';
      case 'remove':
        if (images.size > 0 && !each.force) return 'RepositoryNotEmptyException';
        this.repositories.delete(each.name);
        return 'ok';
      case 'mutability':
        here.mode = each.mode;
        return 'ok';
      case 'put': {
        const digest = ALL_DIGESTS[each.image]!;
        if (each.tag === undefined ? images.has(digest) : tags.get(each.tag) === digest)
          return 'ImageAlreadyExistsException';
        if (each.tag !== undefined && tags.has(each.tag) && !moves(here.mode, each.tag))
          return 'ImageTagAlreadyExistsException';
        if (digest === INDEX_DIGEST && !CHILDREN.every((child) => images.has(child)) && !images.has(digest))
          return 'ReferencedImagesNotFoundException';
        images.add(digest);
        if (each.tag !== undefined) tags.set(each.tag, digest);
        return 'ok';
      }
      case 'untag': {
        const digest = tags.get(each.tag);
        if (digest === undefined) return 'ImageNotFound';
        const isLast = [...tags.values()].filter((other) => other === digest).length === 1;
        if (isLast && isNeeded(images, digest)) return 'ImageReferencedByManifestList';
        tags.delete(each.tag);
        if (isLast) images.delete(digest);
        return 'ok';
      }
      case 'drop': {
        const digest = ALL_DIGESTS[each.image]!;
        if (!images.has(digest)) return 'ImageNotFound';
        if (isNeeded(images, digest)) return 'ImageReferencedByManifestList';
        images.delete(digest);
        for (const [tag, of] of tags) if (of === digest) tags.delete(tag);
        return 'ok';
      }
    }
  }

  listing(of: string): readonly string[] | undefined {
    const here = this.repositories.get(of);
    if (here === undefined) return undefined;
    const tagged = [...here.tags].map(([tag, digest]) => `${digest} ${tag}`);
    const untagged = [...here.images].filter((digest) => ![...here.tags.values()].includes(digest));
    return [...tagged, ...untagged].toSorted();
  }
}

function moves(mode: string, tag: string): boolean {
  const excepted = mode.endsWith('_WITH_EXCLUSION') && tag.startsWith('dev-');
  return mode.startsWith('MUTABLE') !== excepted;
}

function isNeeded(images: ReadonlySet<string>, digest: string): boolean {
  return images.has(INDEX_DIGEST) && CHILDREN.includes(digest);
}

/** The same step against the registry. */
function outcome(ledger: Ledger, each: Step): string {
  const repositoryName = each.name;
  const call = (operation: string, request: JsonObject): string => {
    const { failure, response } = ask(ledger, operation, { repositoryName, ...request });
    const failures = (response?.['failures'] ?? []) as readonly JsonObject[];
    return failure?.code ?? (failures[0]?.['failureCode'] as string | undefined) ?? 'ok';
  };
  switch (each.do) {
    case 'create': {
      const created = call('CreateRepository', {});
      if (created === 'ok') for (const layer of [CONFIG, LAYER, SPARE]) upload(ledger, repositoryName, layer);
      return created;
    }
    case 'list':
      return call('ListImages', {});
    case 'remove':
      return call('DeleteRepository', { force: each.force });
    case 'mutability': {
      const filters = { imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }] };
      const excepts = each.mode.endsWith('_WITH_EXCLUSION');
      return call('PutImageTagMutability', { imageTagMutability: each.mode, ...(excepts ? filters : {}) });
    }
    case 'put':
      return call('PutImage', {
        imageManifest: MANIFESTS[each.image]!,
        ...(each.tag === undefined ? {} : { imageTag: each.tag }),
      });
    case 'untag':
      return call('BatchDeleteImage', { imageIds: [{ imageTag: each.tag }] });
    case 'drop':
      return call('BatchDeleteImage', { imageIds: [{ imageDigest: ALL_DIGESTS[each.image]! }] });
  }
}

function listing(ledger: Ledger, repositoryName: string): readonly string[] | undefined {
  const { response } = ask(ledger, 'ListImages', { repositoryName });
  return (response?.['imageIds'] as readonly JsonObject[] | undefined)
    ?.map(
      ({ imageDigest, imageTag }) =>
        (imageTag === undefined ? imageDigest : `${imageDigest as string} ${imageTag as string}`) as string,
    )
    .toSorted();
}

test('whatever is done, the registry answers and holds what a plain model of it does', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
      const ledger = opened();
      const model = new Model();
      for (const each of [...NAMES.map((of): Step => ({ do: 'create', name: of })), ...steps]) {
        expect({ each, ends: outcome(ledger, each) }).toEqual({ each, ends: model.perform(each) });
        for (const of of NAMES) expect(listing(ledger, of)).toEqual(model.listing(of));
      }
    }),
    { numRuns: 150 },
  );
});

test('the events of whatever is done tell what there is in the end', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
      const ledger = opened({ untaggingEmitsDelete: true, repositoryDeletionEmitsDelete: true });
      const tags = new Map<string, string>();
      for (const each of [...NAMES.map((of): Step => ({ do: 'create', name: of })), ...steps]) outcome(ledger, each);
      for (const { changes } of ledger.take()) {
        for (const change of changes) {
          if ((change.kind !== 'image-pushed' && change.kind !== 'image-deleted') || change.tag === undefined) continue;
          const key = `${change.repository}:${change.tag}`;
          if (change.kind === 'image-pushed') tags.set(key, change.digest);
          else if (tags.get(key) === change.digest) tags.delete(key);
        }
      }
      const standing = NAMES.flatMap((of) =>
        (listing(ledger, of) ?? []).flatMap((line) => {
          const [digest, tag] = line.split(' ');
          return tag === undefined ? [] : [`${of}:${tag} ${digest}`];
        }),
      );
      expect([...tags].map((each) => each.join(' ')).toSorted()).toEqual(standing.toSorted());
    }),
    { numRuns: 100 },
  );
});
