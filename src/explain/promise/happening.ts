import type { Topic } from '../../verdict/finding.ts';
import type { Page } from '../page.ts';
import { PUSH } from '../sample.ts';

type About = Extract<Topic, 'step' | 'inOrder' | 'exactly' | 'recorded' | 'emitted' | 'delivered'>;

/** Promises about what happens in the registry, and what AWS says of it. */
export const HAPPENING: Readonly<Record<About, Page>> = {
  step: {
    means:
      'A step did not end as the scenario says: it failed though it does not say so, or it says so and did not fail that way. In a registry that is not as the scenario takes it to be, all that follows means something else.',
    example: {
      files: {
        'push.yaml':
          PUSH.replace('name: web }', 'name: web, imageTagMutability: IMMUTABLE }') +
          '  - push: { image: "web:1.4.2", layers: [123456] }\n',
      },
      command: ['run', 'push.yaml'],
      says: 'step 2 (push) succeeds: it failed with ImageTagAlreadyExistsException',
    },
    mend: 'Where the step is meant to fail, say "fails: ImageTagAlreadyExistsException" in it. Else give the scenario what the step needs: a repository, an image, another tag.',
  },
  inOrder: {
    means: 'CloudTrail has not recorded these operations in this order. Others may come between them.',
    example: {
      files: { 'push.yaml': `${PUSH}expect:\n  - cloudtrail: { inOrder: [PutImage, InitiateLayerUpload] }\n` },
      command: ['run', 'push.yaml'],
      says: 'CloudTrail records PutImage → InitiateLayerUpload in this order: 1 of 2 names came',
    },
    mend: 'The report says what was recorded and where it parted. Layers come before their manifest; layers that are there already are asked for and not sent.',
  },
  exactly: {
    means: 'CloudTrail has recorded others than exactly these operations.',
    example: {
      files: { 'push.yaml': `${PUSH}expect:\n  - cloudtrail: { exactly: [PutImage] }\n` },
      command: ['run', 'push.yaml'],
      says: 'CloudTrail records exactly PutImage:',
    },
    mend: 'A push is many calls: "inOrder" names those that matter and lets others come between. In the comparison "-" did not come and "+" came besides.',
  },
  recorded: {
    means: 'CloudTrail has recorded fewer or more records that match the pattern than promised.',
    example: {
      files: {
        'push.yaml': `${PUSH}expect:\n  - cloudtrail: { pattern: { eventName: [PutImage], requestParameters: { repositoryName: [api] } } }\n`,
      },
      command: ['run', 'push.yaml'],
      says: 'requestParameters.repositoryName is "web", wanted ["api"]',
    },
    mend: 'The record that came nearest is shown with what differs. npx ecreplay emit FILE --channel cloudtrail prints all of them.',
  },
  emitted: {
    means: 'AWS says fewer or more events that match the pattern than promised, before any fault touches them.',
    example: {
      files: {
        'push.yaml': `${PUSH}expect:\n  - event: { pattern: { detail: { action-type: [DELETE] } }, times: 1 }\n`,
      },
      command: ['run', 'push.yaml'],
      says: 'detail.action-type is "PUSH", wanted ["DELETE"]',
    },
    mend: 'The event that came nearest is shown with what differs. npx ecreplay emit FILE --channel eventbridge prints all of them. Get, List and Describe calls count with managementEvents: all.',
  },
  delivered: {
    means:
      'Fewer or more events that match the pattern have arrived than promised, after what the faults of delivery made of them.',
    example: {
      files: {
        'push.yaml': `${PUSH}delivery: { faults: [{ drop: { chance: 1 } }] }\nexpect:\n  - event: { pattern: { detail: { action-type: [PUSH] } }, delivered: 1 }\n`,
      },
      command: ['run', 'push.yaml'],
      says: 'it matches, but never arrived (fault drop)',
    },
    mend: '"times" counts what was emitted, "delivered" what arrived: a duplicate arrives twice, and what is dropped never. Events of another Region or account arrive on the bus there.',
  },
};
