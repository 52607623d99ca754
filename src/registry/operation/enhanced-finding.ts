import type { Instant } from '../../clock.ts';
import type { Json, JsonObject } from '../activity.ts';

/** What the API tells of a finding with the same words as Inspector's event. */
const SAME = [
  'awsAccountId',
  'description',
  'findingArn',
  'severity',
  'status',
  'title',
  'type',
  'fixAvailable',
  'exploitAvailable',
] as const;
const PACKAGE = [
  'referenceUrls',
  'relatedVulnerabilities',
  'source',
  'sourceUrl',
  'vendorSeverity',
  'vulnerabilityId',
] as const;

function some(object: JsonObject, members: readonly string[]): Record<string, Json> {
  const present: Record<string, Json> = {};
  for (const member of members) if (object[member] !== undefined) present[member] = object[member];
  return present;
}

/** A finding of Inspector as DescribeImageScanFindings tells it: the event's, with moments in place of its dates in words, and the score by another name. */
export function enhancedFinding(finding: JsonObject, observedAt: Instant): JsonObject {
  const details = (finding['packageVulnerabilityDetails'] ?? {}) as JsonObject;
  const packages = (details['vulnerablePackages'] ?? []) as readonly JsonObject[];
  const known = ['arch', 'epoch', 'name', 'packageManager', 'release', 'sourceLayerHash', 'version', 'fixedInVersion'];
  return {
    ...some(finding, SAME),
    firstObservedAt: observedAt,
    lastObservedAt: observedAt,
    updatedAt: observedAt,
    ...(finding['inspectorScore'] === undefined ? {} : { score: finding['inspectorScore'] }),
    packageVulnerabilityDetails: {
      ...some(details, PACKAGE),
      ...(details['cvss'] === undefined ? {} : { cvss: details['cvss'] }),
      vulnerablePackages: packages.map((each) => some(each, known)),
    },
    ...(finding['remediation'] === undefined ? {} : { remediation: finding['remediation'] }),
  };
}
