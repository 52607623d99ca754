import { expect, test } from 'vitest';
import { MOMENTS, toWire } from '../../../../src/embedded/ecr/answer.ts';
import * as client from '@aws-sdk/client-ecr';

const TIMESTAMPS = new Set([4, 5, 6, 7]);

/** Every member of the answers of a client's operations, and whether it is a moment. */
function membersOfAnswers(): ReadonlyMap<string, ReadonlySet<boolean>> {
  const found = new Map<string, Set<boolean>>();
  const seen = new Set<unknown>();

  function visit(given: unknown, member: string): void {
    const shape: unknown = typeof given === 'function' ? (given as () => unknown)() : given;
    if (!Array.isArray(shape)) {
      const kinds = found.get(member) ?? new Set();
      found.set(member, kinds.add(TIMESTAMPS.has(shape as number)));
      return;
    }
    const [kind] = shape as readonly unknown[];
    if (typeof kind !== 'number') return visit((shape as readonly unknown[])[0], member);
    if (kind === 0) return visit((shape as readonly unknown[])[4], member);
    if (seen.has(shape)) return;
    seen.add(shape);
    if (kind === 3) {
      const [, , , , names, shapes] = shape as unknown as readonly [
        number,
        string,
        string,
        unknown,
        string[],
        unknown[],
      ];
      for (const [index, name] of names.entries()) visit(shapes[index], name);
    } else for (const part of (shape as readonly unknown[]).slice(4)) visit(part, member);
  }

  for (const exported of Object.values(client) as readonly unknown[]) {
    if (Array.isArray(exported) && exported[0] === 9) visit(exported[5], '');
  }
  return found;
}

test('the members that are moments are those of the SDK’s client, and no other member has such a name', () => {
  const members = membersOfAnswers();
  expect(members.size).toBeGreaterThan(100);
  const moments = [...members].filter(([, kinds]) => kinds.has(true)).map(([name]) => name);
  expect([...MOMENTS].toSorted()).toEqual(moments.toSorted());
  expect(moments.filter((name) => members.get(name)!.size > 1)).toEqual([]);
});

test('an answer is worded for the wire: moments in seconds, and the registry where it is served', () => {
  const answer = {
    repository: { createdAt: 1_768_469_400_123, repositoryUri: 'registry.example/web', count: 1_000 },
    authorizationData: [{ proxyEndpoint: 'https://registry.example', expiresAt: 2_000 }],
  };
  const served = { host: 'registry.example', endpoint: 'http://127.0.0.1:4566' };
  expect(toWire(answer, served)).toEqual({
    repository: { createdAt: 1_768_469_400.123, repositoryUri: '127.0.0.1:4566/web', count: 1_000 },
    authorizationData: [{ proxyEndpoint: 'http://127.0.0.1:4566', expiresAt: 2 }],
  });
  expect(toWire(answer, { ...served, endpoint: undefined })).toMatchObject({
    repository: { repositoryUri: 'registry.example/web' },
    authorizationData: [{ proxyEndpoint: 'https://registry.example' }],
  });
});
