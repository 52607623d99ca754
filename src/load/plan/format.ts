import { z } from 'zod';
import { oneOf } from '../../scenario/entry.ts';
import { accountId, duration, eventPattern, region, wording } from '../../scenario/words.ts';
import { rate, rateOrNone } from './rate.ts';

const name = z.string().min(1).max(60).optional().meta({ description: 'What it is called in the report.' });

/** The forms of a phase, by their single key. */
export const PHASES = {
  constant: z
    .strictObject({ name, rate, for: duration })
    .meta({ description: 'The same rate all along, each event as far from the next.' }),
  ramp: z
    .strictObject({ name, from: rateOrNone, to: rateOrNone, for: duration })
    .meta({ description: 'From one rate to another, evenly.' }),
  step: z
    .strictObject({
      name,
      from: rate,
      to: rate,
      by: rate.meta({ description: 'How much each step is above or below the one before.' }),
      every: duration.meta({ description: 'How long each step is held.' }),
    })
    .meta({ description: 'From one rate to another by steps.' }),
  spike: z
    .strictObject({
      name,
      base: rateOrNone.meta({ description: 'The rate before and after.' }),
      peak: rate,
      before: duration.default('10s').meta({ description: 'How long the base is held first; 10s unless told.' }),
      for: duration.meta({ description: 'How long the peak lasts.' }),
      after: duration.default('10s').meta({ description: 'How long the base is held then; 10s unless told.' }),
    })
    .meta({ description: 'All at once many, and as suddenly no more.' }),
  poisson: z.strictObject({ name, rate, for: duration }).meta({
    description: 'Arrivals that know nothing of each other, as those of many clients; the rate is the average.',
  }),
  recording: z
    .strictObject({
      name,
      file: z.string().min(1).meta({ description: 'The recording, relative to this file.' }),
      speed: z.number().gt(0).max(1_000_000).default(1).meta({ description: 'How many times as fast; 1 unless told.' }),
      times: z.int().min(1).max(10_000).default(1).meta({ description: 'How many times over; 1 unless told.' }),
    })
    .meta({ description: 'When events of a recording arrived; what is sent are the flows.' }),
} as const;

const url = z
  .string()
  .regex(/^https?:\/\/\S+$/)
  .refine((text) => URL.canParse(text))
  .register(wording, { noun: 'an address such as http://127.0.0.1:4566' });

const phase = oneOf(PHASES, 'a phase', 'A stretch of the run: one key, how events arrive.');

const flow = z.strictObject({
  scenario: z.string().min(1).meta({ description: 'The scenario file whose events are sent, relative to this file.' }),
  weight: z.int().min(0).max(10_000).default(1).meta({
    description: 'How often it happens beside the others; 1 unless told.',
  }),
  name: name.meta({ description: 'What it is called; the name of its scenario unless told.' }),
  only: eventPattern.optional().meta({
    description: 'Sends only events that match this pattern; all that reach a bus unless told.',
  }),
});

const cardinality = z.strictObject({
  repositories: z.int().min(1).max(1_000_000).optional().meta({
    description: 'How many repositories each of a scenario stands for: web becomes web-000 to web-999.',
  }),
  tags: z.int().min(1).max(1_000_000_000).optional().meta({ description: 'How many tags each stands for.' }),
  accounts: z.int().min(1).max(10_000).optional().meta({ description: 'How many accounts, counted from its own.' }),
});

const where = {
  endpoint: url.optional().meta({ description: 'The AWS that it is in; that of the target unless told.' }),
  region: region.optional().meta({ description: 'Its Region; that of the target unless told.' }),
};

const eventBusName = z.string().min(1).max(1_600).meta({ description: 'The name or ARN of the event bus.' });

/** Targets by the key that comes first. */
const target = z.union([
  z
    .strictObject({
      bus: z.enum(['embedded', 'localstack']).meta({
        description: 'A bus that the rules and consumers of the configuration are set up on.',
      }),
      at: url.optional().meta({ description: 'Where LocalStack is; a container is started unless told.' }),
    })
    .meta({ description: 'A bus with the rules and consumers of ecreplay.config.ts.' }),
  z
    .strictObject({
      endpoint: url.meta({ description: 'Whatever speaks the API of EventBridge: ecreplay serve, LocalStack.' }),
      eventBus: eventBusName.default('default'),
      source: z.string().min(1).max(256).optional().meta({
        description:
          'The source of all events; their own unless told, which begin with "aws." and are refused by what is as strict as AWS.',
      }),
      region: region.default('us-east-1').meta({ description: 'The Region that requests are signed for.' }),
    })
    .meta({ description: 'A bus behind an address, as it is.' }),
  z
    .strictObject({
      aws: eventBusName,
      source: z
        .string()
        .regex(/^(?!aws\.)\S{1,256}$/)
        .meta({ description: 'The source of events; those that begin with "aws." are refused by AWS.' })
        .register(wording, { noun: 'a source of your own, one that does not begin with "aws."' }),
      account: accountId,
      region,
    })
    .meta({ description: 'A custom bus in a real account; nothing is sent to any other.' }),
  z
    .strictObject({
      consumer: z.string().min(1).meta({ description: 'The name of a consumer in ecreplay.config.ts.' }),
    })
    .meta({ description: 'One consumer, called with each event.' }),
]);

const observation = oneOf(
  {
    queue: z.strictObject({ url, ...where }).meta({ description: 'A queue of SQS that events end in; it is emptied.' }),
    logs: z
      .strictObject({ group: z.string().min(1).meta({ description: 'Its name.' }), ...where })
      .meta({ description: 'A log group that a rule writes events to, or the consumer what it has done.' }),
    probe: z
      .strictObject({ port: z.int().min(0).max(65_535).meta({ description: 'The port; 0 for any that is free.' }) })
      .meta({ description: 'An address of ours that the consumer, or a rule, calls with the event or its digest.' }),
  },
  'a place to see events at',
  'Where the consumer is seen: one key, the kind of place.',
);

const threshold = z.string().min(1).meta({
  description: 'What has to hold: p99 < 250ms, delivery p99.9 < 1s, lost = 0, errors < 0.1%, lag < 5s, rate >= 950/s.',
});

/** A plan file, version 1: the one definition of what it may look like. */
export const planFile = z
  .strictObject({
    version: z
      .literal(1)
      .meta({ description: 'The version of the format: 1.' })
      .register(wording, { noun: '1, the only version of the format there is' }),
    description: z.string().min(1).meta({ description: 'What this run is to find out, in a sentence.' }),
    seed: z
      .union([z.int().min(0), z.string().min(1)])
      .default(1)
      .meta({ description: 'Arrivals, the mix of flows and names are drawn from it: same seed, same schedule.' }),
    phases: z.array(phase).min(1).max(100).meta({ description: 'How events arrive, one phase after another.' }),
    flows: z.array(flow).min(1).max(100).meta({ description: 'What happens in the registry.' }),
    cardinality: cardinality.default({}).meta({ description: 'How many different ones of each there are.' }),
    target: target.default({ bus: 'embedded' }).meta({ description: 'Where events go; the embedded bus unless told.' }),
    observe: z.array(observation).max(20).default([]).meta({
      description: 'How the consumer is seen; consumers of the configuration are seen anyway.',
    }),
    thresholds: z
      .array(threshold)
      .max(100)
      .default([])
      .meta({ description: 'What has to hold, or the run ends with 4.' }),
    stop: z
      .strictObject({ when: threshold, for: duration.default('10s').meta({ description: '10s unless told.' }) })
      .optional()
      .meta({ description: 'Ends the run when this has held for so long, such as { when: errors > 5%, for: 10s }.' }),
    settle: duration.default('10s').meta({
      description: 'How long is waited for events that have not arrived when the last was due; 10s unless told.',
    }),
  })
  .meta({
    title: 'ecreplay load plan',
    description: 'Which events are sent where, how fast, and what must hold then.',
  });

/** A plan as its file says it, defaults filled in. */
export type WrittenPlan = z.output<typeof planFile>;
