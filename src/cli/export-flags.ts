import type { ExportWishes } from '../export/export-events.ts';

/** What events can be written as. */
export const FORMS = ['fixtures', 'test-events'] as const;

/** What `ecreplay export` may be told. */
export interface ExportFlags extends ExportWishes {
  readonly as: (typeof FORMS)[number];
  readonly output: string;
  readonly function?: string;
}
