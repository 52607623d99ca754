import { holds } from './condition.ts';
import { names } from './principal.ts';
import type { Question } from './question.ts';
import { fits } from './wildcard.ts';

/** What a policy says to a question: `silent` where no statement speaks of it. */
export type Verdict = 'allowed' | 'denied' | 'silent';

/** Asks the statements of a resource's policy. One that denies outweighs all that allow. */
export function decide(statements: readonly unknown[], question: Question): Verdict {
  let verdict: Verdict = 'silent';
  for (const statement of statements) {
    const effect = effectOf(statement, question);
    if (effect === 'Deny') return 'denied';
    if (effect === 'Allow') verdict = 'allowed';
  }
  return verdict;
}

/** The statements of a policy in JSON: `undefined` where there is no policy, none where the text is not one. */
export function statementsOf(policy: string | undefined): readonly unknown[] | undefined {
  if (policy === undefined || policy === '') return undefined;
  try {
    const { Statement: statements } = JSON.parse(policy) as { readonly Statement?: unknown };
    return statements === undefined ? [] : Array.isArray(statements) ? (statements as unknown[]) : [statements];
  } catch {
    return [];
  }
}

/** The statements that are about a resource, whatever else they ask. */
export function statementsAbout(resource: string, statements: readonly unknown[]): readonly unknown[] {
  return statements.filter((statement) => isRecord(statement) && concernsResource(statement, resource));
}

function effectOf(statement: unknown, question: Question): unknown {
  if (!isRecord(statement)) return undefined;
  const { principal, action, resource } = question;
  const speaks =
    concerns(statement, 'Principal', (element) => names(element, principal)) &&
    concerns(statement, 'Action', (element) => anyFits(element, action.toLowerCase(), true)) &&
    concernsResource(statement, resource) &&
    holds(statement['Condition'], question);
  return speaks ? statement['Effect'] : undefined;
}

function concernsResource(statement: Readonly<Record<string, unknown>>, resource: string): boolean {
  return concerns(statement, 'Resource', (element) => anyFits(element, resource, false));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** An element says what it is about; with `Not` before its name, what it is not about. */
function concerns(
  statement: Readonly<Record<string, unknown>>,
  name: 'Principal' | 'Action' | 'Resource',
  matches: (element: unknown) => boolean,
): boolean {
  const element = statement[name];
  if (element !== undefined) return matches(element);
  const others = statement[`Not${name}`];
  return others !== undefined && !matches(others);
}

function anyFits(element: unknown, text: string, anyCase: boolean): boolean {
  return (Array.isArray(element) ? (element as unknown[]) : [element]).some(
    (pattern) => typeof pattern === 'string' && fits(anyCase ? pattern.toLowerCase() : pattern, text),
  );
}
