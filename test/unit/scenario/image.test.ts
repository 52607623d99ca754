import { expect, test } from 'vitest';
import { parseImage } from '../../../src/scenario/image.ts';

test.each([
  ['web', { repository: 'web' }],
  ['web:1.4.2', { repository: 'web', tag: '1.4.2' }],
  ['team/web:1.4.2', { repository: 'team/web', tag: '1.4.2' }],
  ['team/web', { repository: 'team/web' }],
  ['web@sha256:abc', { repository: 'web', digest: 'sha256:abc' }],
  ['localhost:5000/web', { repository: 'localhost:5000/web' }],
  ['web:', { repository: 'web', tag: '' }],
])('%s is taken apart', (text, image) => {
  expect(parseImage(text)).toEqual(image);
});
