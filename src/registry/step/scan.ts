import { parseImage } from '../../scenario/image.ts';
import type { StepBody } from '../../scenario/step.ts';
import { direct, TYPICAL, type Stage } from '../stage.ts';
import { scanFrequencyOf } from '../scanning.ts';
import { findImage, type Image, type Repository } from '../state.ts';
import { inspected, rescanned } from './inspect.ts';

/** The pending scan on push completes with these findings; where none is pending, StartImageScan is called first. */
export function scan(body: StepBody<'scan'>, stage: Stage): void {
  const { ledger } = stage;
  const reference = parseImage(body.image);
  const id =
    reference.digest === undefined ? { imageTag: reference.tag ?? 'latest' } : { imageDigest: reference.digest };
  const before = find(stage, reference.repository, id);
  if (before?.image.scan?.due === undefined) {
    // Inspector looks at what it has scanned again by itself, and tells of what is new (user guide, "Enhanced scanning").
    if (before !== undefined && ledger.registry.settings.scanType === 'ENHANCED') {
      const { name } = before.repository;
      if (scanFrequencyOf(ledger.registry, before.repository).frequency === 'MANUAL') {
        ledger.fail(
          'ScanNotFoundException',
          `Inspector scans nothing in the repository with name '${name}': no rule of the registry's enhanced scanning means it`,
        );
        return;
      }
      ledger.action('scan', before.repository, rescanned(ledger, before.repository, before.image, body));
      return;
    }
    const call = direct(
      stage,
      body.as,
      'StartImageScan',
      { repositoryName: reference.repository, imageId: id },
      TYPICAL.write,
    );
    if (call.failure !== undefined) return;
  }
  const found = find(stage, reference.repository, id);
  if (found?.image.scan?.due === undefined) return;
  ledger.now = Math.max(ledger.now, found.image.scan.due);
  complete(stage, found.repository, found.image, body);
}

function find(
  stage: Stage,
  repositoryName: string,
  id: { imageTag?: string; imageDigest?: string },
): { repository: Repository; image: Image } | undefined {
  const repository = stage.ledger.registry.repositories.get(repositoryName);
  const image = repository === undefined ? undefined : findImage(repository, id);
  return repository === undefined || image === undefined ? undefined : { repository, image };
}

/** How a scan ends. */
type Outcome = Pick<StepBody<'scan'>, 'status' | 'findings' | 'vulnerabilities'>;

/** Ends a scan now. A severity that was not found is absent, as the document says; a failed scan has no counts at all. */
function complete(stage: Pick<Stage, 'ledger'>, repository: Repository, image: Image, outcome: Outcome): void {
  const pending = image.scan;
  if (pending === undefined) return;
  const { ledger } = stage;
  const { status, findings } = outcome;
  const counts: Record<string, number> = {};
  for (const [severity, count] of Object.entries(findings ?? {})) if (count !== undefined) counts[severity] = count;
  pending.status = status;
  pending.counts = counts;
  pending.endedAt = ledger.now;
  delete pending.due;
  ledger.registry.scanning.delete(image);
  if (pending.enhanced === true) {
    ledger.action('scan', repository, inspected(ledger, repository, image, outcome));
    return;
  }
  ledger.action('scan', repository, [
    {
      kind: 'image-scanned',
      repository: repository.name,
      digest: image.digest,
      tags: [...image.tags],
      status,
      ...(status === 'COMPLETE' ? { counts } : {}),
    },
  ]);
}

/** Scans that are due by now end by themselves, with nothing found, in the order they fall due. */
export function completeDueScans(
  stage: Pick<Stage, 'ledger'>,
  until: number,
  waits: (repository: Repository, image: Image) => boolean = () => false,
): void {
  const { registry } = stage.ledger;
  if (registry.scanning.size === 0) return;
  const due: { repository: Repository; image: Image; at: number }[] = [];
  for (const [image, repository] of registry.scanning) {
    // What was deleted meanwhile has no scan that could end.
    if (repository.images.get(image.digest) !== image || registry.repositories.get(repository.name) !== repository)
      registry.scanning.delete(image);
    else if (image.scan?.due !== undefined && image.scan.due <= until && !waits(repository, image))
      due.push({ repository, image, at: image.scan.due });
  }
  for (const { repository, image, at } of due.toSorted((a, b) => a.at - b.at)) {
    stage.ledger.reaching?.(at);
    stage.ledger.now = Math.max(stage.ledger.now, at);
    complete(stage, repository, image, { status: 'COMPLETE', findings: {} });
  }
}
