import type { Instant } from '../../clock.ts';
import type { JsonObject } from '../activity.ts';
import type { Ledger } from '../ledger.ts';
import { partitionOf, type Image, type Repository } from '../state.ts';

/** Packages that images have and vulnerabilities are found in. */
const PACKAGES = [
  { name: 'openssl', version: '3.0.13', release: '0ubuntu3.2', fixed: '0:3.0.13-0ubuntu3.4' },
  { name: 'libcurl4', version: '8.5.0', release: '2ubuntu10.1', fixed: '0:8.5.0-2ubuntu10.4' },
  { name: 'zlib1g', version: '1.3', release: '1ubuntu1', fixed: '0:1.3-1ubuntu1.1' },
  { name: 'libexpat1', version: '2.6.1', release: '2ubuntu0.1', fixed: '0:2.6.1-2ubuntu0.2' },
] as const;

const SCORES: Readonly<Record<string, number>> = { CRITICAL: 9.8, HIGH: 7.5, MEDIUM: 5.3, LOW: 3.1, INFORMATIONAL: 0 };
const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N';

interface Which {
  readonly severity: string;
  readonly index: number;
  /** Drawn from the seed unless the scenario names it. */
  readonly vulnerabilityId?: string | undefined;
}

/** One finding as Inspector words it in an event: members as in the document's sample, dates in its own words. */
export function wordFinding(
  ledger: Ledger,
  repository: Repository,
  image: Image,
  { severity, index, vulnerabilityId: named }: Which,
): JsonObject {
  const { id: account, region } = ledger.registry;
  const random = ledger.random.fork(`finding/${image.digest}/${severity}/${index}`);
  const affected = PACKAGES[random.integer(0, PACKAGES.length - 1)]!;
  const year = new Date(ledger.now).getUTCFullYear();
  // Numbers that high are assigned to nobody.
  const vulnerabilityId = named ?? `CVE-${year}-${random.integer(900_000, 999_999)}`;
  const worded = severity === 'UNDEFINED' ? 'UNTRIAGED' : severity;
  const score = SCORES[severity] ?? 0;
  const now = inWords(ledger.now);
  return {
    awsAccountId: account,
    description: `A vulnerability of severity ${worded} in ${affected.name}`,
    epss: { score: random.integer(1, 900) / 100_000 },
    exploitAvailable: 'NO',
    findingArn: `arn:${partitionOf(region)}:inspector2:${region}:${account}:finding/${random.hex(32)}`,
    firstObservedAt: now,
    fixAvailable: 'YES',
    inspectorScore: score,
    inspectorScoreDetails: {
      adjustedCvss: { cvssSource: 'NVD', score, scoreSource: 'NVD', scoringVector: VECTOR, version: '3.1' },
    },
    lastObservedAt: now,
    packageVulnerabilityDetails: {
      cvss: [{ baseScore: score, scoringVector: VECTOR, source: 'NVD', version: '3.1' }],
      referenceUrls: [`https://www.cve.org/CVERecord?id=${vulnerabilityId}`],
      relatedVulnerabilities: [],
      source: 'NVD',
      sourceUrl: `https://nvd.nist.gov/vuln/detail/${vulnerabilityId}`,
      vendorCreatedAt: inWords(ledger.now - 86_400_000),
      vendorSeverity: worded,
      vulnerabilityId,
      vulnerablePackages: [
        {
          arch: 'X86_64',
          epoch: 0,
          fixedInVersion: affected.fixed,
          name: affected.name,
          packageManager: 'OS',
          release: affected.release,
          remediation: 'apt-get update && apt-get upgrade',
          sourceLayerHash: image.blobs.at(1) ?? image.digest,
          version: affected.version,
        },
      ],
    },
    remediation: { recommendation: { text: 'None Provided' } },
    resources: [
      {
        details: {
          awsEcrContainerImage: {
            architecture: 'amd64',
            imageHash: image.digest,
            imageTags: [...image.tags],
            platform: 'UBUNTU_24_04',
            pushedAt: inWords(image.pushedAt),
            registry: account,
            repositoryName: repository.name,
          },
        },
        id: `${repository.arn}/${image.digest}`,
        partition: partitionOf(region),
        region,
        type: 'AWS_ECR_CONTAINER_IMAGE',
      },
    ],
    severity: worded,
    status: 'ACTIVE',
    title: `${vulnerabilityId} - ${affected.name}`,
    type: 'PACKAGE_VULNERABILITY',
    updatedAt: now,
  };
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Wed Sep 04 16:55:38.411 UTC 2024`: dates inside a finding are texts of no standard (Inspector user guide). */
function inWords(instant: Instant): string {
  const date = new Date(instant);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 23);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${time} UTC ${date.getUTCFullYear()}`;
}
