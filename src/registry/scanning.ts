import type { Instant } from '../clock.ts';
import type { Random } from '../random.ts';
import type { ScanFrequency } from './activity.ts';
import { EcrFailure } from './failure.ts';
import type { Image, Registry, Repository } from './state.ts';
import { meetsWildcard } from './wildcard.ts';

/** A basic scan takes some seconds; nobody promises how many. */
const TYPICAL_SCAN = 20_000;
/** An image can be scanned once a day, the scan on push included (user guide, "Scan images for OS vulnerabilities"). */
const SCAN_AGAIN_AFTER = 86_400_000;

/** Begins a scan; it is due some seconds later. */
export function startScan(
  registry: Registry,
  repository: Repository,
  image: Image,
  now: Instant,
  random: Random,
): void {
  if (image.scan !== undefined && now - image.scan.startedAt < SCAN_AGAIN_AFTER) {
    throw new EcrFailure('LimitExceededException', 'The scan quota per image has been exceeded. Wait and try again.');
  }
  image.scan = {
    startedAt: now,
    due: now + Math.round(TYPICAL_SCAN * (0.8 + 0.6 * random())),
    status: 'IN_PROGRESS',
    ...(registry.settings.scanType === 'ENHANCED' ? { enhanced: true } : {}),
  };
  registry.scanning.set(image, repository);
}

/** Basic scanning takes images only: no index, and nothing whose content is not layers of an operating system. */
export function isScannable(image: Image): boolean {
  return image.children.length === 0 && image.subject === undefined;
}

/** How often a repository is scanned, by the registry's rules and, under basic scanning, its own setting. */
export function scanFrequencyOf(
  { settings }: Registry,
  repository: Pick<Repository, 'name' | 'scanOnPush'>,
): { readonly frequency: ScanFrequency; readonly filters: readonly string[] } {
  // Where several rules mean a repository, the most frequent counts.
  for (const frequency of ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH'] as const) {
    const filters = settings.scanRules
      .filter((rule) => rule.scanFrequency === frequency)
      .flatMap((rule) => rule.filters)
      .filter((filter) => meetsFilter(repository.name, filter));
    if (filters.length > 0) return { frequency, filters };
  }
  const own = settings.scanType === 'BASIC' && repository.scanOnPush;
  return { frequency: own ? 'SCAN_ON_PUSH' : 'MANUAL', filters: [] };
}

/** A filter without a wildcard means every name that contains it (user guide, "Filters to choose which repositories are scanned"). */
function meetsFilter(name: string, filter: string): boolean {
  return meetsWildcard(name, filter.includes('*') ? filter : `*${filter}*`);
}
