import { BlockList, isIP } from 'node:net';
import type { Question } from './question.ts';
import { fits, fitsArn } from './wildcard.ts';

/** How a value of the policy is held against one of the request. A negated operator asks that no value of the policy compares. */
interface Operator {
  readonly compares: (wanted: string, given: string) => boolean;
  readonly negated?: true;
}

const equals = (wanted: string, given: string): boolean => wanted === given;
const equalsAnyCase = (wanted: string, given: string): boolean => wanted.toLowerCase() === given.toLowerCase();

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html, without dates and bytes. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compares: equals },
  StringNotEquals: { compares: equals, negated: true },
  StringEqualsIgnoreCase: { compares: equalsAnyCase },
  StringNotEqualsIgnoreCase: { compares: equalsAnyCase, negated: true },
  StringLike: { compares: fits },
  StringNotLike: { compares: fits, negated: true },
  // AWS makes no difference between the two of either pair.
  ArnEquals: { compares: fitsArn },
  ArnLike: { compares: fitsArn },
  ArnNotEquals: { compares: fitsArn, negated: true },
  ArnNotLike: { compares: fitsArn, negated: true },
  Bool: { compares: equalsAnyCase },
  NumericEquals: { compares: (wanted, given) => Number(given) === Number(wanted) },
  NumericNotEquals: { compares: (wanted, given) => Number(given) === Number(wanted), negated: true },
  NumericLessThan: { compares: (wanted, given) => Number(given) < Number(wanted) },
  NumericLessThanEquals: { compares: (wanted, given) => Number(given) <= Number(wanted) },
  NumericGreaterThan: { compares: (wanted, given) => Number(given) > Number(wanted) },
  NumericGreaterThanEquals: { compares: (wanted, given) => Number(given) >= Number(wanted) },
  IpAddress: { compares: liesIn },
  NotIpAddress: { compares: liesIn, negated: true },
};

/** Whether everything holds that a statement's `Condition` asks of a request. An operator that is not known never holds. */
export function holds(condition: unknown, { context }: Question): boolean {
  if (condition === undefined) return true;
  if (!isRecord(condition)) return false;
  return Object.entries(condition).every(
    ([operator, keys]) =>
      isRecord(keys) &&
      Object.entries(keys).every(([key, wanted]) => holdsFor(operator, valuesOf(wanted), context[key.toLowerCase()])),
  );
}

const FORM = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;

function holdsFor(name: string, wanted: readonly string[], found: string | readonly string[] | undefined): boolean {
  const [, set, plain = '', ifExists] = FORM.exec(name) ?? [];
  const given = found === undefined ? [] : valuesOf(found);
  if (plain === 'Null') return wanted.some((value) => (value.toLowerCase() === 'true') === (given.length === 0));
  const operator = Object.hasOwn(OPERATORS, plain) ? OPERATORS[plain]! : undefined;
  if (operator === undefined) return false;
  if (given.length === 0) {
    return ifExists !== undefined || set === 'ForAllValues' || (set === undefined && operator.negated === true);
  }
  const satisfies = (value: string): boolean =>
    wanted.some((one) => operator.compares(one, value)) !== (operator.negated === true);
  return set === 'ForAllValues' || (set === undefined && operator.negated === true)
    ? given.every(satisfies)
    : given.some(satisfies);
}

function liesIn(range: string, address: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(address) === 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  try {
    list.addSubnet(network, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type);
  } catch {
    return false;
  }
  return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

function valuesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
