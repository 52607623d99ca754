import { parseArn } from '../../arn.ts';
import { askedByRole } from '../../policy/asked-by.ts';
import { refusalOf, standing } from '../../policy/permissions.ts';
import { allOf, type Buses, busName } from '../buses.ts';
import { Undeliverable } from '../failure.ts';
import type { Sender } from './send-to.ts';

/**
 * Passes the event on to another bus, as it is. One hop only: what has come from another bus goes no further.
 *
 * There is but one account and one region here; a bus elsewhere cannot be reached.
 */
export function toEventBus(buses: Buses): Sender {
  return ({ Arn, RoleArn }, { scene: { account, region, agenda, permissions } }) => {
    // Within one account a bus lets in everybody whom its policy does not deny.
    const refusal = standing(permissions, (now) =>
      refusalOf(
        now,
        buses.policyOf(Arn),
        askedByRole(RoleArn ?? `arn:aws:iam::${account}:root`, 'events:PutEvents', Arn),
      ),
    );
    return ({ arrival }) => {
      const arn = parseArn(Arn);
      if (arrival.hops > 0)
        throw new Undeliverable('THIRD_ACCOUNT_HOP_DETECTED', `The event has come from another bus already`);
      if (arn?.account !== account) {
        throw new Undeliverable('CROSS_ACCOUNT_INGESTION_FAILED', `There is no account ${arn?.account} here`);
      }
      if (arn.region !== region) {
        throw new Undeliverable('CROSS_REGION_INGESTION_FAILED', `There is no region ${arn.region} here`);
      }
      const refused = refusal();
      if (refused !== undefined) throw new Undeliverable('NO_PERMISSIONS', refused);
      const bus = buses.find(busName(Arn));
      const { event, text, reaches, takenIn, traceHeader, hops } = arrival;
      agenda.after(0, () =>
        allOf(buses.take(bus, { event, text, reaches, takenIn, traceHeader, hops: hops + 1 }).sending),
      );
    };
  };
}
