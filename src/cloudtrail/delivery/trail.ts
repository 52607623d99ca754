import type { CloudTrailRecord } from '../record.ts';
import { type Selectors, selects } from './selectors.ts';

/** Where a trail is, what it logs and what it writes to. */
export interface Trail {
  readonly name: string;
  readonly arn: string;
  /** The account that the trail belongs to: of an organization trail the management account. */
  readonly account: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** Without a slash at its end. */
  readonly prefix?: string;
  readonly topicArn?: string;
  readonly logGroupArn?: string;
  readonly logRoleArn?: string;
  readonly kmsKeyId?: string;
  readonly includesGlobalServices: boolean;
  readonly isMultiRegion: boolean;
  /** The organization whose accounts it logs. */
  readonly organization?: string;
  /** Whether it writes digest files. */
  readonly validates: boolean;
  readonly selectors: Selectors;
}

/** Services that have one endpoint for the world, and records of one Region. */
const GLOBAL = new Set(['cloudfront.amazonaws.com', 'iam.amazonaws.com', 'organizations.amazonaws.com']);

/** Whether a trail logs a record: by account, by Region, by selectors. */
export function logs(trail: Trail, record: CloudTrailRecord): boolean {
  const { account, homeRegion, isMultiRegion, includesGlobalServices, organization, selectors } = trail;
  if (organization === undefined && record.recipientAccountId !== account) return false;
  if (!isMultiRegion && record.awsRegion !== homeRegion) return false;
  if (!includesGlobalServices && GLOBAL.has(record.eventSource)) return false;
  return selects(selectors, record);
}

/** The records that one log file holds are of one account and Region. */
export function sectionOf(record: CloudTrailRecord): Section {
  return { account: record.recipientAccountId, region: record.awsRegion };
}

/** What a trail keeps apart: files, digests and log streams are each of one account and Region. */
export interface Section {
  readonly account: string;
  readonly region: string;
}
