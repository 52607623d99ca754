import { z } from 'zod';
import { accountId, instant, wording } from './words.ts';

const call = {
  via: z.enum(['cli', 'sdk', 'console', 'cloudformation', 'terraform']).optional().meta({
    description:
      'What makes the direct calls: decides userAgent, tlsDetails and sessionCredentialFromConsole; the login of "by" unless told, else cli.',
  }),
  by: z.enum(['docker', 'buildx', 'containerd', 'eks', 'ecs', 'fargate', 'lambda']).optional().meta({
    description:
      'What speaks to the registry in pushes and pulls; docker unless told. The trail shows AWS Internal for all of them: they differ in how they log in, in which calls they make and in the name of the session.',
  }),
  sourceIPAddress: z
    .string()
    .optional()
    .meta({ description: 'The address that direct calls come from; 203.0.113.12 unless told.' }),
  userAgent: z.string().optional().meta({ description: 'The user agent of direct calls.' }),
  principalId: z.string().optional().meta({ description: 'The unique id; drawn from the seed unless told.' }),
  accessKeyId: z.string().optional().meta({ description: 'The access key id; drawn from the seed unless told.' }),
  arn: z
    .string()
    .optional()
    .meta({ description: 'The ARN, where the one that follows from the identity is not wanted.' }),
  creationDate: instant.optional().meta({ description: 'When the session was created; the login unless told.' }),
  mfa: z.boolean().optional().meta({ description: 'Whether the session was opened with multi-factor authentication.' }),
};

/** What IAM takes for the names of users, roles and sessions; a federated user's is shorter (API references of IAM and STS). */
function iamName(least: number, most: number, description: string) {
  return z
    .string()
    .regex(new RegExp(`^[\\w+=,.@-]{${least},${most}}$`))
    .meta({ description })
    .register(wording, { noun: `a name that IAM takes: ${least} to ${most} letters, digits or any of _+=,.@-` });
}

const assumed = z.boolean().optional().meta({
  description:
    'Whether the role is assumed before its first call, as it is unless told; false where its session began before the scenario.',
});

const webIdentity = z
  .strictObject({
    assumed,
    provider: z
      .string()
      .regex(/^[a-z0-9.-]+\.[a-z]+(\/[\w./-]+)?$/)
      .register(wording, {
        noun: 'an OpenID Connect provider without https://, such as token.actions.githubusercontent.com',
      })
      .default('token.actions.githubusercontent.com')
      .meta({ description: "The identity provider, without https://; GitHub's unless told." }),
    subject: z.string().min(1).default('repo:example/web:ref:refs/heads/main').meta({
      description: 'Whom its token names: repo:example/web:ref:refs/heads/main unless told.',
    }),
  })
  .meta({
    description:
      'The role is assumed with a token of an OpenID Connect provider: AssumeRoleWithWebIdentity by a WebIdentityUser comes before its first call.',
  });

const saml = z
  .strictObject({
    assumed,
    provider: z
      .string()
      .regex(/^[\w._-]{1,128}$/)
      .meta({ description: 'The name of the SAML provider in IAM.' })
      .register(wording, { noun: 'the name of a SAML provider: 1 to 128 letters, digits or any of ._-' }),
    subject: z.string().min(1).optional().meta({ description: 'Whom its assertion names; the session unless told.' }),
    issuer: z
      .string()
      .min(1)
      .default('https://idp.example.com/saml')
      .meta({ description: 'Who has issued the assertion; https://idp.example.com/saml unless told.' }),
  })
  .meta({
    description:
      'The role is assumed with a SAML assertion: AssumeRoleWithSAML by a SAMLUser comes before its first call.',
  });

const principal = z
  .string()
  .regex(/\.amazonaws\.com$/)
  .meta({ description: 'A service principal, such as inspector2.amazonaws.com.' })
  .register(wording, { noun: 'a service principal such as inspector2.amazonaws.com' });

/** Who acts, as the `userIdentity` of CloudTrail tells it apart. Exactly one of the first keys names the kind. */
export const identity = z
  .union([
    z
      .strictObject({
        role: iamName(1, 64, 'The name of the assumed role.'),
        session: iamName(2, 64, 'The session name; an EC2 or EKS node has its instance id here.').optional(),
        path: z.string().optional().meta({ description: "The role's path, which only its own ARN shows." }),
        ec2RoleDelivery: z.enum(['1.0', '2.0']).optional().meta({
          description: 'For an instance: the version of the metadata service that gave the credentials.',
        }),
        webIdentity: webIdentity.optional(),
        saml: saml.optional(),
        sourceIdentity: iamName(2, 64, 'The source identity that the session carries.').optional(),
        onBehalfOf: z
          .strictObject({
            userId: z.string().min(1).meta({ description: 'The id of the person in the identity store.' }),
            identityStoreArn: z.string().min(1).meta({ description: 'The ARN of the identity store.' }),
          })
          .optional()
          .meta({ description: 'For a role of IAM Identity Center: the person behind it.' }),
        ...call,
      })
      .refine(({ webIdentity: web, saml: assertion }) => web === undefined || assertion === undefined, {
        path: ['saml'],
        error: 'cannot stand beside "webIdentity": a role is assumed in one of the two ways',
      }),
    z.strictObject({
      user: iamName(1, 64, 'The name of an IAM user.'),
      ...call,
    }),
    z.strictObject({
      root: z.literal(true).meta({ description: 'The root user of the account.' }),
      ...call,
    }),
    z.strictObject({
      federated: iamName(2, 32, 'The name of a federated user (GetFederationToken).'),
      ...call,
    }),
    z.strictObject({ service: principal, ...call }),
    z.strictObject({ account: accountId, ...call }),
    z.strictObject({
      invokedBy: z.string().min(1).meta({
        description: 'The typeless identity of service events: who invoked it, such as AWS Internal.',
      }),
      ...call,
    }),
  ])
  .meta({
    id: 'identity',
    description:
      'Who acts: { role, session }, { user }, { root: true }, { federated }, { service }, { account } or, as service events have it, { invokedBy }.',
  });

/** Who acts, as a scenario says it. */
export type IdentityInput = z.output<typeof identity>;
