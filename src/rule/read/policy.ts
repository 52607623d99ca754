import { type Value, Unresolved, at, isMap, itemsOf, membersOf, nameIn } from './value.ts';

/** What a policy has to allow. */
export interface Wish {
  readonly action: string;
  readonly resource: string;
  /** The ARN of the rule that sends. */
  readonly source: string;
  readonly account: string;
}

/** What a policy says of a wish. */
export type Verdict = 'allows' | 'denies' | 'says nothing' | 'cannot be told';

/** Holds a resource policy against what EventBridge wishes to do there, as far as a template can tell. */
export function policySays(policy: Value | undefined, wish: Wish): Verdict {
  if (policy instanceof Unresolved) return 'cannot be told';
  const document = typeof policy === 'string' ? parsed(policy) : policy;
  if (document === undefined) return 'cannot be told';
  const verdicts = itemsOf(at(document, 'Statement')).map((statement) => statementSays(statement, wish));
  return (
    (['denies', 'allows', 'cannot be told'] as const).find((verdict) => verdicts.includes(verdict)) ?? 'says nothing'
  );
}

function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function statementSays(statement: Value, wish: Wish): Verdict {
  if (statement instanceof Unresolved) return 'cannot be told';
  if (!isMap(statement)) return 'says nothing';
  const { Effect, Principal, Action, Resource, Condition } = statement;
  if (!isEventBridge(Principal) || !fitsAny(Action, wish.action, true)) return 'says nothing';
  if (Resource !== undefined && !fitsAny(Resource, wish.resource)) return 'says nothing';
  const holds = conditionHolds(Condition, wish);
  if (holds === false) return 'says nothing';
  if (holds === undefined) return 'cannot be told';
  return Effect === 'Deny' ? 'denies' : 'allows';
}

function isEventBridge(principal: Value | undefined): boolean {
  if (principal === '*') return true;
  return [...itemsOf(at(principal, 'Service')), ...itemsOf(at(principal, 'AWS'))].some((one) =>
    ['events.amazonaws.com', '*'].includes(nameIn(one) ?? ''),
  );
}

/** Whether each condition holds; nothing where one asks what a template cannot tell. */
function conditionHolds(condition: Value | undefined, wish: Wish): boolean | undefined {
  let isKnown = true;
  for (const [operator, keys] of Object.entries(membersOf(condition))) {
    for (const [key, wanted] of Object.entries(membersOf(keys))) {
      // What a new topic has of itself lets its owner in, and no service.
      if (key.toLowerCase() === 'aws:sourceowner') return false;
      const found = { 'aws:sourcearn': wish.source, 'aws:sourceaccount': wish.account }[key.toLowerCase()];
      if (found === undefined || !/^(?:Arn|String)(?:Equals|Like)(?:IfExists)?$/.test(operator)) isKnown = false;
      else if (!fitsAny(wanted, found)) return false;
    }
  }
  return isKnown ? true : undefined;
}

/** Whether one of some texts, in which `*` and `?` stand for others, fits. */
export function fitsAny(wanted: Value | undefined, found: string, ignoresCase = false): boolean {
  return itemsOf(wanted).some((one) => {
    const name = nameIn(one);
    if (name === undefined) return false;
    return ignoresCase ? fits(name.toLowerCase(), found.toLowerCase()) : fits(name, found);
  });
}

/** Looks from star to star, going back to the last one only: as a regular expression, a text of many stars would take for ever. */
function fits(form: string, text: string): boolean {
  let [at, here, star, after] = [0, 0, -1, 0];
  while (here < text.length) {
    if (form[at] === '*') [star, after, at] = [at, here, at + 1];
    else if (form[at] === '?' || form[at] === text[here]) [at, here] = [at + 1, here + 1];
    else if (star < 0) return false;
    else [after, at, here] = [after + 1, star + 1, after + 1];
  }
  return /^\**$/.test(form.slice(at));
}
