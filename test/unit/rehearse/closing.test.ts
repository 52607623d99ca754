import { expect, test } from 'vitest';
import { Problem } from '../../../src/problem.ts';
import { closing } from '../../../src/rehearse/closing.ts';

const resource = { [Symbol.asyncDispose]: () => Promise.resolve() };
const stuck = new Problem('ENVIRONMENT_MISSING', 'Cannot take away queue "releases"');
const stuckResource = { [Symbol.asyncDispose]: () => Promise.reject(stuck) };
const lost = new Problem('ENVIRONMENT_MISSING', 'Cannot go on: the bus is gone; 2 of 4 events had been delivered', {
  place: { file: 'push.yaml', line: 3, column: 1 },
  cause: new Error('ECONNRESET'),
});

test('what was worked out is given when the resource is closed', async () => {
  await expect(closing(resource, () => Promise.resolve('done'))).resolves.toEqual({ result: 'done', unclosed: [] });
});

test('what was worked out is not lost when the resource cannot be closed', async () => {
  await expect(closing(stuckResource, () => Promise.resolve('done'))).resolves.toEqual({
    result: 'done',
    unclosed: [stuck],
  });
});

test('a problem is told before that of closing, with its place and cause', async () => {
  await expect(closing(stuckResource, () => Promise.reject(lost))).rejects.toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message:
      'Cannot go on: the bus is gone; 2 of 4 events had been delivered; and then: Cannot take away queue "releases"',
    place: lost.place,
    cause: lost.cause,
  });
});

test('a defect stays the defect that it is, whether of the use or of the closing', async () => {
  const defect = new TypeError('of ours');
  await expect(closing(stuckResource, () => Promise.reject(defect))).rejects.toBe(defect);
  const broken = { [Symbol.asyncDispose]: () => Promise.reject(defect) };
  await expect(closing(broken, () => Promise.resolve('done'))).rejects.toBe(defect);
  await expect(closing(broken, () => Promise.reject(lost))).rejects.toBe(lost);
});
