import { z } from 'zod';
import { wording } from './words.ts';

/** Failures that can be named, and `asUsual`: the service itself answers. */
const named = z.enum(['throttled', 'accessDenied', 'serverError', 'timeout', 'connectionReset', 'asUsual']).meta({
  description:
    "A failure in AWS's own words, which the SDK takes for real: throttled, accessDenied, serverError (5xx), timeout (nobody answers), connectionReset. asUsual: the service itself answers.",
});

const other = z.record(z.string(), z.unknown()).meta({
  description:
    'An output as the API gives it, { error: { code, message, status } }, or { answer, when, times }: answer to calls whose input matches the pattern, so many times. To an HTTP request: { status, headers, body }.',
});

const one = z.union([named, other]);

/** What AWS calls of a consumer are answered in place of the services. */
export const answers = z
  .record(
    z
      .string()
      .regex(/^(?:[a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]*|(?:[A-Z]+ )?https?:\/\/[^\s/]+\S*)$/)
      .register(wording, {
        noun: 'a call, service:Operation, such as ecs:UpdateService, or a URL, such as POST https://hooks.slack.com/*',
        code: 'SCENARIO_WRONG_VALUE',
      }),
    z.union([one, z.array(one).min(1)]).meta({
      description:
        'What the call is answered: always the same, or one after the other of a list; after its end the service itself answers, and to an HTTP request the last of the list.',
    }),
  )
  .meta({
    description:
      "What AWS answers to its calls in this scenario, by service:Operation, such as ecs:UpdateService. And what its HTTP requests are answered, by method and URL or by URL alone, such as POST https://hooks.slack.com/*; nothing leaves the machine. It stands above the configuration's answers.",
  });
