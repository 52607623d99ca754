import type { Browser } from 'playwright-core';

/** What was seen of one opening. */
export interface Measured {
  /** Until the first picture was drawn, from the start of the navigation. */
  readonly opened: number;
  /** What of it the page's main thread worked; the rest it waited for others on this machine. */
  readonly worked: number;
  /** The longest task of the page's main thread while it was zoomed and moved. */
  readonly longest: number;
  /** The same without what others took of the machine. */
  readonly longestWork: number;
  readonly frames: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly dur?: number;
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

const STEPS = 60;
const CATEGORIES = ['devtools.timeline', 'toplevel', '__metadata'];

/** Opens a page, then zooms into it, moves along and zooms out, a step a frame, while the browser traces itself. */
export async function measured(browser: Browser, url: string): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await browser.startTracing(page, { categories: CATEGORIES });
    await page.goto(url);
    await page.waitForSelector('canvas');
    const opened = await page.evaluate<number>(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))',
    );
    const opening = tasksIn(await browser.stopTracing());
    const box = await page.locator('canvas').boundingBox();
    if (box === null) throw new Error('the picture has no place');
    await page.mouse.move(box.x + box.width / 3, box.y + 60);
    await browser.startTracing(page, { categories: CATEGORIES });
    for (let step = 0; step < STEPS; step += 1) {
      if (step % 3 === 1) await page.mouse.wheel(80, 0);
      else await page.mouse.wheel(0, step < STEPS / 2 ? -120 : 120);
      await page.evaluate('new Promise(requestAnimationFrame)');
    }
    const { longest, longestWork, frames } = tasksIn(await browser.stopTracing());
    return { opened, worked: opening.worked, longest, longestWork, frames };
  } finally {
    await page.close();
  }
}

/** Tasks of the main threads of renderers: what keeps a frame from being drawn. */
function tasksIn(trace: Buffer): Omit<Measured, 'opened'> {
  const { traceEvents: events } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const own = events.filter(({ pid, tid }) => mains.has(`${pid} ${tid}`));
  const tasks = own
    .filter(({ name, ph }) => ph === 'X' && name.endsWith('RunTask'))
    .map(({ dur = 0, tdur = dur }) => ({ dur: dur / 1_000, tdur: tdur / 1_000 }));
  const frames = own.filter(({ name }) => name === 'FireAnimationFrame').length;
  if (tasks.length === 0 || frames === 0) throw new Error('the trace has no tasks of the page');
  return {
    worked: tasks.reduce((sum, { tdur }) => sum + tdur, 0),
    longest: Math.max(...tasks.map(({ dur }) => dur)),
    longestWork: Math.max(...tasks.map(({ tdur }) => tdur)),
    frames,
  };
}
