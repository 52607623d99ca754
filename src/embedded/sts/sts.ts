import type { Service } from '../service.ts';

/** AWS STS, as far as a function asks who it is. */
export const sts: Service = ({ scene }) => ({
  GetCallerIdentity: () => ({
    UserId: 'AROAEXAMPLEEXAMPLE000:rehearsal',
    Account: scene.account,
    Arn: `arn:aws:sts::${scene.account}:assumed-role/rehearsal/rehearsal`,
  }),
});
