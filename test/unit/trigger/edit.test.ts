import { expect, test } from 'vitest';
import { edited } from '../../../src/trigger/edit.ts';

const EVENT = { id: '1', resources: [], detail: { 'image-tag': 'v1', 'image-tags': ['a', 'b'], nested: { deep: 1 } } };

test.for([
  ['a text', 'detail.image-tag=v2', { 'image-tag': 'v2' }],
  ['a number', 'detail.nested.deep=7', { nested: { deep: 7 } }],
  ['a number that is to be a text', 'detail.image-tag="7"', { 'image-tag': '7' }],
  ['null', 'detail.nested=null', { nested: null }],
  ['an object', 'detail.nested={"a":[1]}', { nested: { a: [1] } }],
  ['what is beyond the first plane', 'detail["🚢"].x=🐳=1', { '🚢': { x: '🐳=1' } }],
  ['nothing', 'detail.image-tag=', { 'image-tag': '' }],
  ['what holds an equals sign', 'detail.image-tag=a=b', { 'image-tag': 'a=b' }],
  ['an element', 'detail.image-tags[1]=c', { 'image-tags': ['a', 'c'] }],
  ['an element the other way', 'detail.image-tags.0=c', { 'image-tags': ['c', 'b'] }],
  ['one more element', 'detail.image-tags[2]=c', { 'image-tags': ['a', 'b', 'c'] }],
  ['a member that is missing', 'detail.new.member=1', { new: { member: 1 } }],
  ['a member whose name has a dot', 'detail["a.b=c"].d=1', { 'a.b=c': { d: 1 } }],
  ['a member that is dangerous elsewhere', 'detail.__proto__.x=1', JSON.parse('{"__proto__":{"x":1}}')],
] as const)('%s can be set', ([, set, changed]) => {
  const { detail } = edited(EVENT, { set: [set], remove: [] }) as typeof EVENT;
  expect(Object.entries(detail)).toEqual(expect.arrayContaining(Object.entries(changed as object)));
  expect(Object.keys(detail)).toEqual([...new Set([...Object.keys(EVENT.detail), ...Object.keys(changed as object)])]);
  expect(Object.getPrototypeOf(detail)).toBe(Object.prototype);
});

test('what is set and removed leaves the event itself alone', () => {
  const before = structuredClone(EVENT);
  const after = edited(EVENT, { set: ['detail.image-tag=v2'], remove: ['detail.image-tags[0]', 'id'] });
  expect(after).toEqual({ resources: [], detail: { 'image-tag': 'v2', 'image-tags': ['b'], nested: { deep: 1 } } });
  expect(EVENT).toEqual(before);
});

test.for([
  [{ set: ['detail.image-tag'], remove: [] }, 'wanted "path=value"'],
  [{ set: ['=v2'], remove: [] }, 'wanted "path=value"'],
  [{ set: ['detail..tag=1'], remove: [] }, 'as a path'],
  [{ set: ['detail.=1'], remove: [] }, 'as a path'],
  [{ set: ['detail.image-tag.x=1'], remove: [] }, 'there is "v1" where "x" is to be'],
  [{ set: ['detail.image-tags[9]=1'], remove: [] }, 'wanted an index up to 2'],
  [{ set: ['detail.image-tags.x=1'], remove: [] }, 'there is a list of 2'],
  [{ set: [], remove: ['detail.imagetag'] }, 'the event has no such member'],
  [{ set: [], remove: ['resources[0]'] }, 'wanted no index at all'],
] as const)('an edit that cannot be is told: %o', ([edits, words]) => {
  expect(() => edited(EVENT, edits)).toThrow(words);
});
