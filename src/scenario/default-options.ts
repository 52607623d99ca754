import type { Options, OptionsInput } from './options.ts';

// Apart from `options.ts`, because acting a scenario out needs the values alone, and zod takes long to load.
/** What holds where a scenario says nothing; the reasons stand in DISCOVERIES, "Options". */
export const DEFAULT_OPTIONS: Options = {
  apiEventVersion: '1.11',
  imagesPerPolicyExecutionEvent: 9,
  expiryEmitsDelete: true,
  deleteEventPerTag: true,
  untaggingEmitsDelete: false,
  repositoryDeletionEmitsDelete: false,
  pushEventMediaTypes: false,
  referrerEvents: 'referrer',
  restoreMinutes: 20,
  replicationSeconds: 3,
  nightlyLifecycle: false,
  dataKeyCalls: 'caller',
  partSize: 10_485_760,
  maxConcurrentUploads: 5,
  missingRepositoryRetries: 5,
};

/** The options a scenario leaves unsaid, filled in. */
export function withDefaults(options: OptionsInput): Options {
  const said = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...DEFAULT_OPTIONS, ...(said as Partial<Options>) };
}
