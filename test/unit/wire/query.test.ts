import { expect, test } from 'vitest';
import { readQuery } from '../../../src/wire/query.ts';

test('scalars are texts, and action and version are no part of the input', () => {
  expect(readQuery('Action=Publish&Version=2010-03-31&Message=a+b%26c&TopicArn=arn%3Aaws')).toEqual({
    Message: 'a b&c',
    TopicArn: 'arn:aws',
  });
});

test('dots make structures', () => {
  expect(readQuery('Tag.Key=k&Tag.Value=v')).toEqual({ Tag: { Key: 'k', Value: 'v' } });
});

test('members make a list in the order of their numbers, not of their arrival', () => {
  expect(readQuery('Ids.member.10=j&Ids.member.2=b&Ids.member.1=a')).toEqual({ Ids: ['a', 'b', 'j'] });
});

test('a list without members between is a list all the same', () => {
  expect(readQuery('AttributeName.1=All&Filter.1.Name=n&Filter.1.Value.1=v')).toEqual({
    AttributeName: ['All'],
    Filter: [{ Name: 'n', Value: ['v'] }],
  });
});

test('entries make a map, in either spelling', () => {
  expect(readQuery('M.entry.1.key=a&M.entry.1.value=1&M.entry.2.key=b&M.entry.2.value=2')).toEqual({
    M: { a: '1', b: '2' },
  });
  expect(readQuery('A.entry.1.Name=kind&A.entry.1.Value.DataType=String&A.entry.1.Value.StringValue=x')).toEqual({
    A: { kind: { DataType: 'String', StringValue: 'x' } },
  });
});

test('lists of structures hold maps', () => {
  expect(readQuery('E.member.1.Id=1&E.member.1.A.entry.1.Name=k&E.member.1.A.entry.1.Value.DataType=String')).toEqual({
    E: [{ Id: '1', A: { k: { DataType: 'String' } } }],
  });
});

test('a structure that has a member called member is no list', () => {
  expect(readQuery('Group.member=alice')).toEqual({ Group: { member: 'alice' } });
});

test('names that objects have of their own are names like any other', () => {
  const read = readQuery('__proto__.polluted=1&constructor=2');
  expect(Object.keys(read)).toEqual(['__proto__', 'constructor']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
