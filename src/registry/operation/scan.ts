import { EcrFailure, invalidRequest } from '../failure.ts';
import type { Moment, Operation } from '../ledger.ts';
import { isScannable, startScan } from '../scanning.ts';
import { statusOf, type Repository, type Scan } from '../state.ts';
import type { JsonObject } from '../activity.ts';
import { enhancedFinding } from './enhanced-finding.ts';
import { page } from './page.ts';
import { about, targetImage } from './target.ts';

export const StartImageScan: Operation = (request, moment) => {
  const { repository, image, id } = targetImage(request, moment);
  if (moment.registry.settings.scanType === 'ENHANCED') throw invalidRequest('This feature is disabled');
  if (statusOf(image) !== 'ACTIVE')
    throw new EcrFailure('ImageArchivedException', 'The specified image is archived and cannot be scanned.');
  if (!isScannable(image))
    throw new EcrFailure('UnsupportedImageTypeException', 'The image is of a type that cannot be scanned.');
  startScan(moment.registry, repository, image, moment.call.ended, moment.random);
  return { ...about(moment, repository), imageId: id, imageScanStatus: { status: 'IN_PROGRESS' } };
};

export const DescribeImageScanFindings: Operation = (request, moment) => {
  const { repository, image, id } = targetImage(request, moment);
  const { scan } = image;
  if (scan === undefined) {
    throw new EcrFailure(
      'ScanNotFoundException',
      `Image scan does not exist for the image with '${JSON.stringify(id)}' in the repository with name '${repository.name}' in the registry with id '${moment.registry.id}'`,
    );
  }
  if (scan.enhanced === true && scan.status === 'COMPLETE') return enhanced(request, moment, repository, scan, id);
  const told = { ...about(moment, repository), imageId: id, imageScanStatus: { status: scan.status } };
  if (scan.status !== 'COMPLETE') return told;
  const { items, next } = page(request, findingsOf(scan), 100);
  return {
    ...told,
    imageScanFindings: { ...scanTimes(scan), findings: items, findingSeverityCounts: scan.counts ?? {} },
    ...next,
  };
};

/** When a scan had ended, and how old what it knew was: the lists of vulnerabilities are of the night before, which is inferred. */
export function scanTimes({ startedAt, endedAt = startedAt }: Scan): JsonObject {
  return {
    imageScanCompletedAt: endedAt,
    vulnerabilitySourceUpdatedAt: Math.floor(endedAt / DAY) * DAY,
  };
}

const DAY = 86_400_000;

/** Inspector goes on looking: there is no last scan that is complete. */
function enhanced(
  request: JsonObject,
  moment: Moment,
  repository: Repository,
  { found = [], counts = {}, endedAt = moment.at }: Scan,
  imageId: JsonObject,
): JsonObject {
  const { items, next } = page(request, found, 100);
  return {
    ...about(moment, repository),
    imageId,
    imageScanStatus: { status: 'ACTIVE', description: 'Continuous scan is selected for image.' },
    imageScanFindings: {
      imageScanCompletedAt: endedAt,
      findingSeverityCounts: counts,
      enhancedFindings: items.map((finding) => enhancedFinding(finding, endedAt)),
    },
    ...next,
  };
}

/** The findings, of which a scenario says how many there are of each severity and nothing else. */
function findingsOf({ counts = {} }: Scan): readonly JsonObject[] {
  return Object.entries(counts).flatMap(([severity, count]) =>
    Array.from({ length: count }, (_, index) => ({
      name: `CVE-EXAMPLE-${severity}-${index + 1}`,
      severity,
      attributes: [],
    })),
  );
}
