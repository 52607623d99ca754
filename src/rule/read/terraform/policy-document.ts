import { type Value, type ValueMap, itemsOf, membersOf, nameIn } from '../value.ts';

/** What `aws_iam_policy_document` makes of its statements: a policy, with what is not known still in its place. */
export function policyDocument(body: ValueMap): Value {
  return { Version: '2012-10-17', Statement: itemsOf(body['statement']).map((one) => statement(membersOf(one))) };
}

function statement({ effect = 'Allow', actions, resources, principals, condition }: ValueMap): Value {
  const who: Record<string, Value> = {};
  for (const principal of itemsOf(principals)) {
    const { type, identifiers = [] } = membersOf(principal);
    who[nameIn(type) ?? ''] = identifiers;
  }
  const conditions: Record<string, Record<string, Value>> = {};
  for (const one of itemsOf(condition)) {
    const { test, variable, values = [] } = membersOf(one);
    const operator = nameIn(test) ?? '';
    conditions[operator] = { ...conditions[operator], [nameIn(variable) ?? '']: values };
  }
  return {
    Effect: effect,
    Principal: Object.hasOwn(who, '*') ? '*' : who,
    Action: actions ?? [],
    ...(resources !== undefined && { Resource: resources }),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}
