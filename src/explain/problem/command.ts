import type { Page } from '../page.ts';

/** What can be wrong with a command line, or with what it leads to. */
export const COMMAND: Readonly<Record<'USAGE' | 'ENVIRONMENT_MISSING', Page>> = {
  USAGE: {
    means: 'The command line asks for something that there is not: a verb, a flag or a value. Nothing was done.',
    example: {
      files: {},
      command: ['emit', 'scenarios/push.yaml', '--chanel', 'eventbridge'],
      says: 'Cannot read the command line: unknown option "--chanel", did you mean "--channel"',
    },
    mend: 'npx ecreplay --help lists the verbs, and npx ecreplay VERB --help what each takes, with an example.',
  },
  ENVIRONMENT_MISSING: {
    means:
      'Something outside of ecreplay is missing: a package that is optional, Docker, LocalStack, credentials, a permission, time. Your files are not at fault, and the exit code is 3.',
    example: {
      files: {},
      command: ['rules', '--aws', '--endpoint', 'http://127.0.0.1:1', '--region', 'us-east-2'],
      says: 'ENVIRONMENT_MISSING',
    },
    mend: 'The sentence ends with what is wanted: a command to install, an address to give, a permission to add.',
  },
};
