import type { SentRequest } from '../../consumer/consumer.ts';
import { fits } from '../../consumer/stubs.ts';
import type { ConsumerExpectation } from '../../scenario/expectation.ts';
import { AT_LEAST_ONCE } from '../count.ts';
import { judgeCounted, listed } from '../counted.ts';
import { type Claim, type Finding, unchecked, type Why } from '../finding.ts';
import type { Hearing } from '../hearing.ts';
import { sayDone, sayValue } from '../say.ts';
import { sayCall, type Call } from './invoked.ts';

/** One entry of `calls` that is about an HTTP request. */
type RequestExpectation = Extract<NonNullable<ConsumerExpectation['calls']>[number], { readonly request: string }>;

interface Made {
  readonly sent: SentRequest;
  readonly call: Call;
}

/** Judges how often a consumer makes an HTTP request, over all its invocations; of one in a process of its own nobody can tell. */
export function judgeRequest(
  consumer: string,
  wanted: RequestExpectation,
  place: Finding['place'],
  calls: readonly Call[],
  { run }: Pick<Hearing, 'run'>,
): Finding {
  const { request, times: count = AT_LEAST_ONCE } = wanted;
  const claim: Claim = {
    promise: 'consumer',
    topic: 'request',
    claim: `${request} is ${sayDone('sent', count)} by ${consumer}`,
    place,
  };
  if (run.unseenRequests?.includes(consumer) === true)
    return unchecked(claim, `${consumer} runs in a process of its own, and only its AWS calls are seen`);
  const made = calls.flatMap((call) => (call.invocation.requests ?? []).map((sent) => ({ sent, call })));
  return judgeCounted<Made>(claim, undefined, count, {
    items: made.filter(({ sent }) => fits(request, sent.method, sent.url)),
    subject: ({ sent }) => sent,
    say: sayMade,
    id: ({ call }) => call.invocation.requestId,
    noun: request,
    done: 'sent',
    expected: sayValue(wanted),
    trap: () => otherRequests(made),
  });
}

function sayMade({ sent: { method, url, status, refused, lost }, call }: Made): string {
  const how = refused === true ? 'refused' : (status ?? `answer lost: ${lost}`);
  return `${method} ${url} (${how}), ${sayCall(call)}`;
}

function otherRequests(made: readonly Made[]): Why {
  return made.length === 0
    ? { nearest: 'it made no HTTP request at all', difference: 'none was sent' }
    : { nearest: listed(made, sayMade), difference: 'no method and URL are as wanted' };
}
