import type { JsonObject } from '../../registry/activity.ts';
import { busHears } from '../channels.ts';
import type { Form } from '../proposal.ts';
import { textAt, type Fact } from '../said.ts';
import type { Scene } from '../scene.ts';
import type { Step } from '../../scenario/step.ts';

/** Where a recording was made, and what it listened to. */
type Home = Pick<Scene, 'account' | 'region' | 'channels'>;

/** Facts word for word: what always holds, and explains nothing. */
export function quoted(facts: readonly Fact[], home: Home): Form {
  return { steps: facts.map((fact) => quotation(fact, home)), quotes: facts };
}

function quotation({ record, event = {}, asRecord, asEvent }: Fact, home: Home): Step {
  if (record !== undefined) {
    // A rule that would have heard of it has not.
    const unheard = asRecord && !asEvent && busHears(home.channels, record);
    return { quote: { record, ...(unheard ? { onBus: false } : {}) } };
  }
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

/**
 * The forms of something that a login may come before: with the login as a part of it, and with the login quoted, for
 * how a client logs in differs more than what it does then.
 */
export function withLogin(
  login: readonly Fact[],
  home: Home,
  formsOf: (logsIn: boolean) => readonly Form[],
): readonly Form[] {
  if (login.length === 0) return formsOf(false);
  const before = quoted(login, home);
  const apart = formsOf(false).map((form): Form => ({
    ...form,
    steps: [...before.steps, ...form.steps],
    quotes: [...before.quotes, ...form.quotes],
  }));
  return [...formsOf(true), ...apart];
}
