import { z } from 'zod';
import { identity } from './identity.ts';
import { wording } from './words.ts';

/** What every step takes that somebody acts in. */
export const common = {
  as: identity.optional().meta({ description: 'Who acts in this step, if not who acts in the scenario.' }),
  fails: z
    .string()
    .regex(/^[A-Z][A-Za-z]+$/)
    .meta({
      description:
        'The error code this step is meant to end in, such as ImageTagAlreadyExistsException. A failure that is not declared is a broken promise. AccessDenied, ThrottlingException, ExpiredTokenException and ServerException come from outside the registry: a step that says so is refused with them.',
    })
    .register(wording, { noun: 'an error code such as RepositoryNotFoundException' })
    .optional(),
  failsAt: z.string().min(1).optional().meta({
    description:
      'With fails: AccessDenied and the other codes from outside: the operation that is refused, such as PutImage, GetAuthorizationToken or AssumeRoleWithWebIdentity. Unless told, the first one that the step is about.',
  }),
};

/** Whether a client logs in before it pushes or pulls. */
export const login = z.boolean().default(true).meta({
  description:
    'Whether docker login comes first (GetAuthorizationToken); once per identity in twelve hours in any case.',
});
