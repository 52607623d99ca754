import { z } from 'zod';

/** Records of other services in the same trail. */
export const noise = z
  .strictObject({
    perMinute: z.number().min(0.01).max(6000).default(20).meta({ description: 'How many a minute; 20 unless told.' }),
    atMost: z.int().min(1).max(100_000).default(1000).meta({
      description: 'How many in all, spread over the time of the scenario; 1000 unless told.',
    }),
    onBus: z.boolean().default(false).meta({
      description:
        'Whether their events via CloudTrail are on the bus, too, where rules may meet them; false unless told.',
    }),
  })
  .meta({
    description:
      'Mixes records of other services into the trail, as real log files hold them: EC2, STS, KMS, Systems Manager and more, by the seed. No expectation about the trail or about events counts them.',
  });

export type NoiseInput = z.output<typeof noise>;
