import type { StepBody } from '../../scenario/step.ts';
import type { JsonObject } from '../activity.ts';
import type { Ledger } from '../ledger.ts';

/** What a scenario quotes is told as it stands; the registry learns nothing of it. */
export function quote(body: StepBody<'quote'>, ledger: Ledger): void {
  const nowhere = { name: '', arn: '' };
  if ('record' in body) {
    ledger.action('quotation', nowhere, [], undefined, {
      record: body.record as JsonObject,
      ...(body.onBus === false ? { trailOnly: true } : {}),
    });
    return;
  }
  const { account = ledger.registry.id, region = ledger.registry.region, ...rest } = body.event;
  const event = { ...rest, account, region, detail: rest.detail as JsonObject };
  ledger.action('quotation', nowhere, [{ kind: 'quoted', event }]);
}
