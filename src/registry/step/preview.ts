import type { StepBody } from '../../scenario/step.ts';
import { direct, TYPICAL, type Stage } from '../stage.ts';
import { letTimePass } from './pass.ts';
import { lifecycleText } from './settings.ts';

/** Whoever asks for a preview asks again until it is there. */
const ASKS_AGAIN = 10_000;
/** A preview takes some seconds; this is far more. */
const ASKS_AT_MOST = 12;

/** Tries a lifecycle policy, and looks at what it would do: the preview ends by itself some seconds later. */
export function preview(body: StepBody<'preview'>, stage: Stage): void {
  const { repository: repositoryName, lifecycle, as } = body;
  const text = lifecycle === undefined ? {} : { lifecyclePolicyText: lifecycleText(lifecycle) };
  const started = direct(stage, as, 'StartLifecyclePolicyPreview', { repositoryName, ...text }, TYPICAL.write);
  if (started.failure !== undefined) return;
  for (let asked = 0; asked < ASKS_AT_MOST; asked += 1) {
    letTimePass(stage, ASKS_AGAIN);
    const looked = direct(stage, as, 'GetLifecyclePolicyPreview', { repositoryName }, TYPICAL.read);
    if (looked.response?.['status'] !== 'IN_PROGRESS') return;
  }
}
