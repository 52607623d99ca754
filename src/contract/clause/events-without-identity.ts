import type { Contract } from '../contract.ts';
import { at } from '../key.ts';
import { stumbles } from '../peculiar.ts';

const ROLE = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEEXAMPLE123:github-actions',
  arn: 'arn:aws:sts::123456789012:assumed-role/ci-pusher/github-actions',
  accountId: '123456789012',
  accessKeyId: 'ASIAEXAMPLEEXAMPLE12',
  userName: 'ci-pusher',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEEXAMPLE123',
      arn: 'arn:aws:iam::123456789012:role/ci-pusher',
      accountId: '123456789012',
      userName: 'ci-pusher',
    },
    attributes: { creationDate: '2026-01-15T09:29:00Z', mfaAuthenticated: 'false' },
  },
};

/** What ECR does by itself, nobody has done. */
export const eventsWithoutIdentity: Contract = {
  name: 'events-without-identity',
  means: 'A record is handled that says little or nothing of who did it.',
  incident:
    'A report of who had changed what took an ARN apart. Lifecycle policies run at night, what they do is a service event, and that has neither `type` nor `arn` in its identity.',
  source:
    'Class 11. Real PolicyExecutionEvent and CreateRepository of the pull-through cache (cloud-custodian #8736): `userIdentity` holds `accountId` and `invokedBy` alone.',
  example: 'a lifecycle run: `"userIdentity": {"accountId": "…", "invokedBy": "ecr.amazonaws.com"}`',
  mend: 'Read `userIdentity?.arn ?? userIdentity?.invokedBy`, or ask in the rule for `"userIdentity": {"arn": [{"exists": true}]}`.',
  isOfEach: true,
  check: (trial) =>
    stumbles(trial, {
      situations: ['expire', 'pull-through-cache', 'push-by-root', 'push-by-user', 'create-repository'],
      plain: (event) => {
        const identity = at(event, 'detail.userIdentity');
        const isWhole =
          typeof identity === 'object' && identity !== null && 'type' in identity && identity.type === 'AssumedRole';
        return 'eventName' in event.detail && !isWhole ? [{ set: { 'detail.userIdentity': ROLE } }] : [];
      },
    }),
};
