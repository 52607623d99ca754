import type { StepBody } from '../../scenario/step.ts';
import { repositoryNotFound } from '../failure.ts';
import { runNow } from '../lifecycle/run.ts';
import type { Stage } from '../stage.ts';

/** The nightly run of a lifecycle policy, now. It is recorded even when nothing expires (facts 2.5). */
export function expire(body: StepBody<'expire'>, stage: Pick<Stage, 'ledger'>): void {
  const { ledger } = stage;
  const repository = ledger.registry.repositories.get(body.repository);
  if (repository === undefined) {
    const failure = repositoryNotFound(body.repository, ledger.registry.id);
    ledger.fail(failure.code, failure.message);
    return;
  }
  if (repository.lifecycle === undefined) {
    ledger.fail(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${repository.name}' in the registry with id '${ledger.registry.id}'`,
    );
    return;
  }
  runNow(ledger, repository, repository.lifecycle);
}
