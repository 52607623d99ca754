import { Problem } from '../../problem.ts';
import { toInstant, toMilliseconds } from '../../scenario/duration.ts';
import type { IdentityInput } from '../../scenario/identity.ts';
import { placeOf } from '../../scenario/scenario.ts';
import type { Step } from '../../scenario/step.ts';
import { catchUp } from '../due.ts';
import { OPERATIONS } from '../operations.ts';
import { direct, TYPICAL, type Stage } from '../stage.ts';
import { assumeRole } from './assume-role.ts';
import { createRepository } from './create-repository.ts';
import { deleteImageOrRepository } from './delete.ts';
import { expire } from './expire.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { refusalOf } from './refusal.ts';
import { scan } from './scan.ts';

/** Acts one step out, by whoever it says. */
export function perform(step: Step, stage: Stage): void {
  const [name = '', body] = Object.entries(step)[0] ?? [];
  stage.ledger.refusal = refusalOf(name, body, stage.ledger.registry);
  if (ACTS.has(name)) assumeRole(stage, (body as { readonly as?: IdentityInput }).as ?? stage.scenario.as);
  act(step, stage);
  stage.ledger.refusal = undefined;
}

/** Steps that somebody does; what else happens ECR does by itself. */
const ACTS: ReadonlySet<string> = new Set(['createRepository', 'push', 'pull', 'scan', 'delete', 'call']);

function act(step: Step, stage: Stage): void {
  if ('createRepository' in step) createRepository(step.createRepository, stage);
  else if ('push' in step) push(step.push, stage);
  else if ('pull' in step) pull(step.pull, stage);
  else if ('scan' in step) scan(step.scan, stage);
  else if ('expire' in step) expire(step.expire, stage);
  else if ('delete' in step) deleteImageOrRepository(step.delete, stage);
  else if ('wait' in step) wait(step.wait, stage);
  else callOperation(step.call, stage);
}

function wait(step: Extract<Step, { wait: unknown }>['wait'], stage: Stage): void {
  const { ledger } = stage;
  const until = typeof step === 'string' ? ledger.now + toMilliseconds(step) : toInstant(step.until);
  catchUp(ledger, until);
  ledger.wait(until);
}

function callOperation(body: Extract<Step, { call: unknown }>['call'], stage: Stage): void {
  if (!(body.operation in OPERATIONS)) {
    const known = Object.keys(OPERATIONS).join(', ');
    throw new Problem(
      'SCENARIO_UNKNOWN_OPERATION',
      `Cannot call "${body.operation}": this registry acts out ${known}`,
      { place: placeOf(stage.scenario, `/steps/${stage.ledger.step}`) },
    );
  }
  const call = direct(stage, body.as, body.operation, body.request as Parameters<typeof direct>[3], TYPICAL.write);
  const failures = call.response?.['failures'];
  const first: unknown = Array.isArray(failures) ? failures[0] : undefined;
  if (typeof first === 'object' && first !== null && 'failureCode' in first)
    stage.ledger.fail(String(first.failureCode), 'failureReason' in first ? String(first.failureReason) : '');
}
