import type { Change } from '../registry/activity.ts';
import type { Profile } from '../scenario/scenario.ts';
import type { BusEvent } from './event.ts';
import type { Home, Native } from './native.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;

function inspector2(
  { account, region }: Home,
  detailType: string,
  resource: string,
  detail: BusEvent['detail'],
): Native {
  return { 'detail-type': detailType, source: 'aws.inspector2', account, region, resources: [resource], detail };
}

/** A scan that has ended: `repository-name` is an ARN here, where ECR's own event has the name (real, 2022). */
export function inspectorScanned(change: Of<'inspector-scanned'>, home: Home, profile: Profile): Native {
  const arn = home.arn(change.repository);
  return inspector2(home, 'Inspector2 Scan', arn, {
    'scan-status': change.status,
    'repository-name': arn,
    'finding-severity-counts': change.counts,
    'image-digest': change.digest,
    'image-tags': change.tags,
    // ECR's guide has none, Inspector's later one has it.
    ...(profile === 'documented' ? {} : { version: '1.0' }),
  });
}

/** One finding; the image is named by the ARN of its repository and its digest. */
export function inspectorFound(change: Of<'inspector-found'>, home: Home): Native {
  return inspector2(home, 'Inspector2 Finding', `${home.arn(change.repository)}/${change.digest}`, change.finding);
}

/** Whether an image is looked after. */
export function inspectorCovered(change: Of<'inspector-covered'>, home: Home, ended: number): Native {
  const at = new Date(change.at ?? ended).toISOString();
  return inspector2(home, 'Inspector2 Coverage', `${home.arn(change.repository)}/${change.digest}`, {
    scanStatus: { reason: change.status.reason, statusCodeValue: change.status.code },
    scanType: change.scanType,
    // Microseconds, as the guide shows them.
    eventTimestamp: at.replace('Z', '000Z'),
    version: '1.0',
  });
}
