import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Json, type Marks } from './json.tsx';
import { type Judged, judge } from './judged.ts';
import { lowerBound } from './scale.ts';
import type { Model } from './model.ts';
import { sayKind, sayMoment } from './say.ts';

/** What is known of the selected item. */
export function Detail({
  model,
  index,
  onSelect,
}: {
  readonly model: Model;
  readonly index: number;
  readonly onSelect: (index: number) => void;
}): JSX.Element {
  const item = model.items[index]!;
  const holder = item.bodyOf === undefined ? item : (model.items[model.indexOf.get(item.bodyOf) ?? index] ?? item);
  const judged = useMemo(() => judgedFor(model, index), [model, index]);
  const lane = model.lanes[model.laneOf[index]!];
  const place =
    lane === undefined
      ? 0
      : lowerBound(
          model.inLane[model.laneOf[index]!]!.length,
          (at) => model.inLane[model.laneOf[index]!]![at]! < index,
        );
  return (
    <section class="detail" aria-label="Selected">
      <h2 class={item.tone === 'bad' ? 'bad' : ''}>{item.title}</h2>
      <p class="quiet">
        {sayKind(item)}
        {lane !== undefined && ` · ${lane.name}, ${place + 1} of ${model.inLane[model.laneOf[index]!]!.length}`}
      </p>
      <dl>
        <dt>at</dt>
        <dd>{sayMoment(item.at)}</dd>
        {item.real !== undefined && <Row name="real time">{item.real.toFixed(1)} ms after the first arrival</Row>}
        {item.took !== undefined && <Row name="took">{item.took.toFixed(1)} ms of real time</Row>}
        {item.repository !== undefined && <Row name="repository">{item.repository}</Row>}
        {item.digest !== undefined && <Row name="digest">{item.digest}</Row>}
        {item.eventId !== undefined && <Row name="event id">{item.eventId}</Row>}
        {item.requestId !== undefined && <Row name="request id">{item.requestId}</Row>}
      </dl>
      {(item.notes ?? []).length > 0 && (
        <ul class="notes">
          {item.notes?.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Links title="Because of" indices={model.causes.get(index)} model={model} onSelect={onSelect} />
      <Links title="Brought about" indices={model.effects.get(index)} model={model} onSelect={onSelect} />
      {judged.length > 0 && <Rules judged={judged} />}
      {item.logs !== undefined && (
        <>
          <h3>What it wrote</h3>
          <pre class="logs" tabIndex={0}>
            {item.logs}
          </pre>
        </>
      )}
      {holder.body !== undefined && (
        <>
          <h3>JSON</h3>
          <Json key={holder.id} value={holder.body} marks={marksOf(judged)} />
        </>
      )}
    </section>
  );
}

function Row({
  name,
  children,
}: {
  readonly name: string;
  readonly children: JSX.Element | string | (string | number)[];
}): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const MOST_LINKS = 30;

function Links({
  title,
  indices = [],
  model,
  onSelect,
}: {
  readonly title: string;
  readonly indices: readonly number[] | undefined;
  readonly model: Model;
  readonly onSelect: (index: number) => void;
}): JSX.Element | null {
  if (indices.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="links">
        {indices.slice(0, MOST_LINKS).map((index) => (
          <li key={index}>
            <button type="button" onClick={() => onSelect(index)}>
              <span class="quiet">{model.lanes[model.laneOf[index]!]?.name}</span> {model.items[index]!.title}
            </button>
          </li>
        ))}
        {indices.length > MOST_LINKS && <li class="quiet">and {indices.length - MOST_LINKS} more</li>}
      </ul>
    </>
  );
}

/** Rules judge what arrives; a match has the same event, and shows the rule it is of. */
function judgedFor({ items, run }: Model, index: number): readonly Judged[] {
  const item = items[index]!;
  if (item.kind === 'delivery') return judge(run, item);
  const name = item.kind === 'match' ? item.lane.slice('rule:'.length) : undefined;
  const rules = run.rules.filter((rule) => rule.name === name);
  return judge({ rules, why: [] }, { ...item, matched: rules.map((rule) => rule.name) });
}

const MOST_RULES = 50;

function Rules({ judged }: { readonly judged: readonly Judged[] }): JSX.Element {
  return (
    <>
      <h3>Rules</h3>
      <ul class="rules">
        {judged.slice(0, MOST_RULES).map(({ rule, matched, why }) => (
          <li key={rule.name} class={matched ? 'matched' : ''}>
            <strong>{rule.name}</strong>{' '}
            {matched ? <span class="good">matched</span> : <span class="quiet">did not match</span>}
            {matched && rule.targets.length > 0 && <span class="quiet"> → {rule.targets.join(', ')}</span>}
            {why?.reason !== undefined && <p>{why.reason}</p>}
            {why?.mismatches.map((one) => (
              <p key={one.path}>
                <code>{one.path}</code>{' '}
                {one.found === undefined ? (
                  'is absent'
                ) : (
                  <>
                    is <code>{one.found}</code>
                  </>
                )}
                ; it wants <code>{one.wanted}</code>: {one.reason}
                {one.advice !== undefined && <em>. Advice: {one.advice}</em>}
              </p>
            ))}
          </li>
        ))}
        {judged.length > MOST_RULES && <li class="quiet">and {judged.length - MOST_RULES} more</li>}
      </ul>
    </>
  );
}

/** Where several rules look at one member, that it differs for one of them is what counts. */
function marksOf(judged: readonly Judged[]): Marks {
  const marks = new Map<string, 'looked-at' | 'differs'>();
  for (const { paths } of judged) for (const path of paths) marks.set(path, 'looked-at');
  for (const { why } of judged) for (const { path } of why?.mismatches ?? []) marks.set(path, 'differs');
  return marks;
}
