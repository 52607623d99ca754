import { nearest } from '../../nearest.ts';
import { Problem } from '../../problem.ts';
import { toInstant, toMilliseconds } from '../../scenario/duration.ts';
import type { IdentityInput } from '../../scenario/identity.ts';
import { placeOf } from '../../scenario/scenario.ts';
import type { Step } from '../../scenario/step.ts';
import { catchUp } from '../due.ts';
import { OPERATIONS } from '../operations.ts';
import { direct, proxied, TYPICAL, type Stage } from '../stage.ts';
import { assumeRole } from './assume-role.ts';
import { configure } from './configure.ts';
import { createRepository } from './create-repository.ts';
import { deleteImageOrRepository } from './delete.ts';
import { expire } from './expire.ts';
import { preview } from './preview.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { quote } from './quote.ts';
import { refusalOf } from './refusal.ts';
import { replicate } from './replicate.ts';
import { scan } from './scan.ts';
import { sign } from './sign.ts';
import { changeStorageClass } from './storage-class.ts';

/** Acts one step out, by whoever it says. */
export function perform(step: Step, stage: Stage): void {
  const [name = '', body] = Object.entries(step)[0] ?? [];
  stage.ledger.refusal = refusalOf(name, body, stage.ledger.registry);
  const identity = (body as { readonly as?: IdentityInput }).as ?? stage.scenario.as;
  if (HAPPENS.has(name) || assumeRole(stage, identity)) act(step, stage);
  stage.ledger.refusal = undefined;
}

/** Steps that ECR does by itself, or nobody. */
const HAPPENS: ReadonlySet<string> = new Set(['expire', 'quote', 'replicate', 'wait']);

function act(step: Step, stage: Stage): void {
  if ('createRepository' in step) createRepository(step.createRepository, stage);
  else if ('push' in step) push(step.push, stage);
  else if ('pull' in step) pull(step.pull, stage);
  else if ('scan' in step) scan(step.scan, stage);
  else if ('expire' in step) expire(step.expire, stage);
  else if ('delete' in step) deleteImageOrRepository(step.delete, stage);
  else if ('wait' in step) wait(step.wait, stage);
  else if ('configure' in step) configure(step.configure, stage);
  else if ('preview' in step) preview(step.preview, stage);
  else if ('sign' in step) sign(step.sign, stage);
  else if ('archive' in step) changeStorageClass(step.archive, 'ARCHIVE', stage);
  else if ('restore' in step) changeStorageClass(step.restore, 'STANDARD', stage);
  else if ('replicate' in step) replicate(step.replicate, stage);
  else if ('quote' in step) quote(step.quote, stage.ledger);
  else callOperation(step.call, stage);
}

function wait(step: Extract<Step, { wait: unknown }>['wait'], stage: Stage): void {
  const { ledger } = stage;
  const until = typeof step === 'string' ? ledger.now + toMilliseconds(step) : toInstant(step.until);
  const from = ledger.now;
  catchUp(ledger, until);
  ledger.wait(until, from);
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
  const request = body.request as Parameters<typeof direct>[3];
  const { checks } = stage;
  const [unknown] = checks?.unknownMembers(body.operation, request) ?? [];
  if (unknown !== undefined) throw unknownMember(unknown, body.operation, stage);
  const call =
    body.through === 'registry'
      ? proxied(
          stage,
          stage.cast.proxied(body.as ?? stage.scenario.as, stage.ledger.now),
          body.operation,
          request,
          TYPICAL.write,
        )
      : direct(stage, body.as, body.operation, request, TYPICAL.write, checks?.checkRequest);
  const failures = call.response?.['failures'];
  const first: unknown = Array.isArray(failures) ? failures[0] : undefined;
  if (typeof first === 'object' && first !== null && 'failureCode' in first)
    stage.ledger.fail(String(first.failureCode), 'failureReason' in first ? String(first.failureReason) : '');
}

/** AWS takes no notice of a member it does not know, and its clients send none: whoever writes one has mistyped it. */
function unknownMember(member: string, operation: string, { scenario, ledger, checks }: Stage): Problem {
  const meant = nearest(member, checks?.knownMembers(operation) ?? []);
  return new Problem(
    'SCENARIO_WRONG_VALUE',
    `Cannot call "${operation}": its request has no member "${member}"${meant === undefined ? '' : `, did you mean "${meant}"?`}`,
    { place: placeOf(scenario, `/steps/${ledger.step}/call/request`) },
  );
}
