import type { Contract } from '../contract.ts';
import { stumbles } from '../peculiar.ts';

const ALL = { CRITICAL: 1, HIGH: 1, MEDIUM: 1, LOW: 1, INFORMATIONAL: 1, UNDEFINED: 1 };

/** Severities without findings are not counted, and failed scans count nothing. */
export const severitiesMissing: Contract = {
  name: 'severities-missing',
  means: 'A scan is judged rightly where a severity, or all of the counts, is not there.',
  incident:
    'A gate added up two severities that a clean scan does not have, found NaN to be not above zero, and told the world so; the scan that failed, which has no counts at all, it did not survive.',
  source:
    "Class 9. AWS's schema of ECR Image Scan has the counts and each severity as optional; only Inspector counts a TOTAL.",
  example: 'a scan without findings, and one with `"scan-status": "FAILED"`',
  mend: 'Read with defaults, `const { CRITICAL = 0 } = detail["finding-severity-counts"] ?? {}`, and look at `scan-status` first.',
  isOfEach: true,
  check: (trial) =>
    stumbles(trial, {
      situations: ['scan-without-findings', 'scan-low', 'scan-failed', 'enhanced-scan', 'scan-twice', 'scan'],
      plain: ({ 'detail-type': type }) =>
        type.endsWith('Scan')
          ? [
              { set: { 'detail.finding-severity-counts': ALL } },
              { set: { 'detail.finding-severity-counts': { ...ALL, TOTAL: 6 } } },
            ]
          : [],
    }),
};
