import '../page.css';
import './load.css';
import { type JSX, render } from 'preact';
import type { LoadReport } from '../../../load/report/load-report.ts';
import { readData } from '../data.ts';
import { LatencyByPhase, WrongByPhase } from './phases.tsx';
import { LagOverTime, LatencyOverTime, PercentileCurve, RateOverTime } from './pictures.tsx';
import { Legs, Verdict } from './verdict.tsx';

function Page({ run, earlier }: LoadReport): JSX.Element {
  const beside = earlier === undefined ? {} : { earlier };
  // What the generator itself adds matters when it is too much, and then the run is void and says so; the curve has it.
  const watched = run.legs.filter(({ leg }) => leg !== 'sending');
  return (
    <div class="report">
      <Verdict run={run} {...beside} />
      <section>
        <h2>Latency</h2>
        <Legs run={run} {...beside} />
        {watched.map(({ leg }) => (
          <LatencyOverTime key={leg} run={run} {...beside} leg={leg} />
        ))}
        {run.legs.length === 0 ? '' : <PercentileCurve run={run} {...beside} />}
        <LatencyByPhase run={run} />
      </section>
      <section>
        <h2>Rate</h2>
        <RateOverTime run={run} {...beside} />
        {run.observed.delivery ? <LagOverTime run={run} {...beside} /> : ''}
      </section>
      <WrongByPhase run={run} {...beside} />
      <footer>
        Plan <code>{run.plan.digest.slice(0, 12)}</code>
        {earlier === undefined ? '' : `, held against the run that began ${earlier.start}`}
      </footer>
    </div>
  );
}

render(<Page {...(readData() as LoadReport)} />, document.querySelector('#root')!);
