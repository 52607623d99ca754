import type { JsonObject } from '../../registry/activity.ts';
import type { Form } from '../proposal.ts';
import { textAt, type Fact } from '../said.ts';
import type { Step } from '../../scenario/step.ts';

/** Facts word for word: what always holds, and explains nothing. */
export function quoted(facts: readonly Fact[], home: { readonly account: string; readonly region: string }): Form {
  return { steps: facts.map((fact) => quotation(fact, home)) };
}

function quotation({ record, event = {} }: Fact, home: { readonly account: string; readonly region: string }): Step {
  if (record !== undefined) return { quote: { record } };
  const account = textAt(event, 'account') ?? home.account;
  const region = textAt(event, 'region') ?? home.region;
  const resources = Array.isArray(event['resources']) ? (event['resources'] as readonly string[]) : [];
  const detail = event['detail'];
  return {
    quote: {
      event: {
        'detail-type': textAt(event, 'detail-type') ?? '',
        source: textAt(event, 'source') ?? '',
        ...(account === home.account ? {} : { account }),
        ...(region === home.region ? {} : { region }),
        resources: [...resources],
        detail: typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as JsonObject) : {},
      },
    },
  };
}
