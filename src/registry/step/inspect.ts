import type { StepBody } from '../../scenario/step.ts';
import type { Change } from '../activity.ts';
import type { Ledger } from '../ledger.ts';
import type { Image, Repository } from '../state.ts';
import { wordFinding } from './inspector-finding.ts';

type Findings = Pick<StepBody<'scan'>, 'status' | 'findings' | 'vulnerabilities'>;

/** What Inspector says of an image that it has scanned for the first time: that it looks after it, what it found, and each finding. */
export function inspected(ledger: Ledger, repository: Repository, image: Image, outcome: Findings): readonly Change[] {
  const named = { repository: repository.name, digest: image.digest };
  if (outcome.status === 'FAILED') {
    // Inspector has no failed scan: it says that it does not look after such an image.
    const status = { reason: 'UNSUPPORTED_OS', code: 'INACTIVE' } as const;
    return [{ kind: 'inspector-covered', ...named, scanType: 'PACKAGE', status }];
  }
  return [
    { kind: 'inspector-covered', ...named, scanType: 'PACKAGE', status: { reason: 'SUCCESSFUL', code: 'ACTIVE' } },
    {
      kind: 'inspector-scanned',
      ...named,
      tags: [...image.tags],
      status: 'INITIAL_SCAN_COMPLETE',
      counts: totals(outcome),
    },
    ...found(ledger, repository, image, outcome),
  ];
}

/** What it finds later: only findings, with no event for the scan, and nothing at all where it cannot look any more. */
export function rescanned(ledger: Ledger, repository: Repository, image: Image, outcome: Findings): readonly Change[] {
  if (outcome.status === 'FAILED') return [];
  return found(ledger, repository, image, outcome);
}

/** The three severities are there even where nothing was found; the total counts the others too (facts 1.3). */
function totals({ findings = {} }: Findings): Readonly<Record<string, number>> {
  const { CRITICAL = 0, HIGH = 0, MEDIUM = 0 } = findings;
  const TOTAL = Object.values(findings).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return { CRITICAL, HIGH, MEDIUM, TOTAL };
}

function found(ledger: Ledger, repository: Repository, image: Image, outcome: Findings): readonly Change[] {
  const changes: Change[] = [];
  const ids = (outcome.vulnerabilities ?? []).values();
  for (const [severity, count = 0] of Object.entries(outcome.findings ?? {})) {
    for (let index = 0; index < count; index += 1) {
      const finding = wordFinding(ledger, repository, image, { severity, index, vulnerabilityId: ids.next().value });
      const tags = [...image.tags];
      if (image.scan !== undefined) (image.scan.found ??= []).push(finding);
      changes.push({ kind: 'inspector-found', repository: repository.name, digest: image.digest, tags, finding });
    }
  }
  return changes;
}
