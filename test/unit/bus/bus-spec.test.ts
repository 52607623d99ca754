import { expect, test } from 'vitest';
import { busFlags, DEFAULT_SPEED, speedOf, toBusSpec } from '../../../src/bus/bus-spec.ts';

test('the embedded bus is the one that nobody has to ask for', () => {
  expect(toBusSpec(undefined, undefined)).toEqual({ kind: 'embedded' });
});

test('a flag goes before the configuration, and takes with it what that says of the same bus', () => {
  const configured = { kind: 'localstack', endpoint: 'http://127.0.0.1:4566', speed: 10 } as const;
  expect(toBusSpec(configured, undefined)).toEqual(configured);
  expect(toBusSpec(configured, { kind: 'localstack', speed: 60 })).toEqual({ ...configured, speed: 60 });
  expect(toBusSpec(configured, { kind: 'embedded' })).toEqual({ kind: 'embedded' });
});

test('nothing is sent to an account that nobody has named', () => {
  expect(() => toBusSpec(undefined, { kind: 'aws' })).toThrow(
    /^Cannot deliver to AWS: the configuration names no account, wanted "bus: \{ kind: 'aws'/,
  );
});

test('time is virtual on the embedded bus, and compressed on the others', () => {
  expect(speedOf({ kind: 'embedded' })).toBe(Number.POSITIVE_INFINITY);
  expect(speedOf({ kind: 'localstack' })).toBe(DEFAULT_SPEED);
  expect(speedOf({ kind: 'localstack', speed: 1 })).toBe(1);
});

test.for([
  [undefined, ''],
  [{ kind: 'embedded' }, '--bus embedded'],
  [{ kind: 'localstack', endpoint: 'http://h:1', speed: 5 }, '--bus localstack --endpoint http://h:1 --speed 5'],
  // A container of the run's own is gone when somebody runs it again.
  [{ kind: 'localstack', endpoint: 'http://h:1', isHosted: true, image: 'i:1' }, '--bus localstack --image i:1'],
  [{ kind: 'aws', strategy: 'clone', allow: ['ssm'] }, '--bus aws --strategy clone --allow ssm'],
] as const)('%j is asked for again by "%s"', ([wish, flags]) => {
  expect(busFlags(wish).join(' ')).toBe(flags);
});
