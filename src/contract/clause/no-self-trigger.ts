import type { Contract } from '../contract.ts';
import { heardPlays } from '../trial.ts';

/** What a consumer does to the registry is told as well. */
export const noSelfTrigger: Contract = {
  name: 'no-self-trigger',
  means: 'What the consumer does in the registry does not set it off again, and again.',
  incident:
    'A promoter put a second tag on each image that was pushed. That is a push, and it promoted again; it ran until somebody looked at the bill.',
  source: 'Class 15. Every PutImage is told as ECR Image Action, whoever made it.',
  example: 'one push, of which the consumer makes another',
  mend: 'Know your own work: by the tag, by a repository of its own, or by the role in the record; and let the rule keep it away.',
  isFinal: true,
  check: async (trial) => {
    for await (const { situation, heard, played } of heardPlays(trial, [
      'push',
      'delete',
      'scan',
      'create-repository',
      'expire',
    ])) {
      if (played.run.endless === undefined) continue;
      const calls = heard.flatMap(({ invocation }) => invocation.calls).filter(({ service }) => service === 'ecr');
      const event = heard.at(-1)?.delivery?.event;
      return {
        sentence: `${trial.consumer} sets itself off, without an end`,
        evidence: calls
          .slice(0, 6)
          .map(({ operation, input }) => `ecr:${operation} ${JSON.stringify(input).slice(0, 200)}`),
        situation,
        ...(event !== undefined && { event }),
        key: 'self',
      };
    }
    return undefined;
  },
};
