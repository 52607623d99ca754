import type { Instant } from '../../clock.ts';
import type { Section, Trail } from './trail.ts';

/** Where log files lie: `AWSLogs/123456789012/CloudTrail/us-east-2/2026/01/15/123456789012_CloudTrail_us-east-2_20260115T0935Z_Ab….json.gz`. */
export function logFileKey(trail: Trail, section: Section, named: Instant, unique: string): string {
  const { account, region } = section;
  const stamp = `${digits(named).slice(0, 13)}Z`;
  return `${folderOf(trail, account)}CloudTrail/${region}/${day(named)}/${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
}

/** Where the digest of an hour lies; it is named after the hour's end, to the second. */
export function digestKey(trail: Trail, section: Section, end: Instant): string {
  const { account, region } = section;
  const file = `${account}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${digits(end)}Z.json.gz`;
  return `${folderOf(trail, account)}CloudTrail-Digest/${region}/${day(end)}/${file}`;
}

/** The empty objects by which a trail sees whether it may write: they lie where its files will. */
export function markerKeys(trail: Trail): readonly string[] {
  const folder = folderOf(trail, trail.account);
  return [`${folder}CloudTrail/`, ...(trail.validates ? [`${folder}CloudTrail-Digest/`] : [])];
}

function folderOf({ prefix = '', organization }: Trail, account: string): string {
  return `${prefix === '' ? '' : `${prefix}/`}AWSLogs/${organization === undefined ? '' : `${organization}/`}${account}/`;
}

/** `20260115T093500`. */
function digits(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

/** `2026/01/15`. */
function day(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
}
