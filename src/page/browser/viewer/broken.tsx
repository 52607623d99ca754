import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SavedFinding, SavedRun } from '../../../saved/saved-run.ts';

/** What was promised, the broken first, each with why it counts as broken, and the command that repeats it. */
export function Promises({
  run,
  onShow,
}: {
  readonly run: SavedRun;
  readonly onShow: (item: string) => void;
}): JSX.Element | null {
  const broken = run.findings.filter(({ kind }) => kind === 'broken');
  const others = run.findings.filter(({ kind }) => kind !== 'broken');
  const [shown, show] = useState(0);
  const finding = broken[Math.min(shown, broken.length - 1)];
  return (
    <section class={finding === undefined ? 'promises' : 'promises is-broken'} aria-label="Promises">
      {finding !== undefined && (
        <>
          {broken.length > 1 && (
            <div class="choice" role="group" aria-label="Broken promises">
              {broken.map(({ claim }, index) => (
                <button
                  key={claim + index}
                  type="button"
                  aria-pressed={finding === broken[index]}
                  title={claim}
                  onClick={() => show(index)}
                >
                  {index + 1}
                </button>
              ))}
              <span class="quiet">of {broken.length} broken</span>
            </div>
          )}
          <Broken finding={finding} again={run.again} onShow={onShow} />
        </>
      )}
      {others.length > 0 && (
        <details class="others">
          <summary>{sayOthers(others)}</summary>
          <ul>
            {others.map(({ kind, claim, reason }, index) => (
              <li key={index}>
                <span class={kind === 'kept' ? 'good' : 'warn'}>{kind === 'kept' ? '✓ kept' : '? not checked'}</span>{' '}
                {claim}
                {reason !== undefined && <span class="quiet">: {reason}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {run.findings.length === 0 && <p class="quiet">Nothing was promised.</p>}
    </section>
  );
}

function sayOthers(findings: readonly SavedFinding[]): string {
  const kept = findings.filter(({ kind }) => kind === 'kept').length;
  const unchecked = findings.length - kept;
  return [kept > 0 ? `✓ ${kept} kept` : '', unchecked > 0 ? `? ${unchecked} not checked` : '']
    .filter((part) => part !== '')
    .join(', ');
}

function Broken({
  finding,
  again,
  onShow,
}: {
  readonly finding: SavedFinding;
  readonly again: string | undefined;
  readonly onShow: (item: string) => void;
}): JSX.Element {
  const { claim, evidence, place, topic, items = [] } = finding;
  const first = items[0];
  return (
    <>
      <h2>
        <span class="stamp">BROKEN</span> {claim}
        {evidence !== undefined && <span class="outcome">: {evidence.outcome}</span>}
      </h2>
      {evidence !== undefined && evidence.difference !== '' && <p class="difference">{evidence.difference}</p>}
      <div class="ways">
        {first !== undefined && (
          <button type="button" class="primary" onClick={() => onShow(first)}>
            Show where
          </button>
        )}
        {again !== undefined && <Again command={again} />}
        {place !== undefined && (
          <span class="quiet">
            promised at <code>{place}</code>
          </span>
        )}
        <span class="quiet">
          more: <code>npx ecreplay explain {topic}</code>
        </span>
      </div>
      {evidence !== undefined && (
        <details>
          <summary>Expected, and what came nearest</summary>
          <dl class="evidence">
            <dt>expected</dt>
            <dd>
              <pre>{evidence.expected}</pre>
            </dd>
            <dt>nearest</dt>
            <dd>
              <pre>{evidence.nearest}</pre>
            </dd>
          </dl>
        </details>
      )}
    </>
  );
}

function Again({ command }: { readonly command: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  return (
    <span class="again">
      <code>{command}</code>
      <button type="button" onClick={() => void navigator.clipboard?.writeText(command).then(() => setCopied(true))}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </span>
  );
}
