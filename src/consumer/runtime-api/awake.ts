// Taken before a consumer or its tests can replace them by fakes.
const { clearInterval, setInterval } = globalThis;

/** The longest that a timer can be set to. */
const FOREVER = 2 ** 31 - 1;

/** How much is waited for, and what keeps this process alive meanwhile: processes and their doors do not. */
let waits = 0;
let timer: NodeJS.Timeout | undefined;

/** Waits for what another process brings about; this one lives at least as long. */
export async function awake<Result>(doing: Promise<Result>): Promise<Result> {
  waits += 1;
  timer ??= setInterval(() => {}, FOREVER);
  try {
    return await doing;
  } finally {
    waits -= 1;
    if (waits === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  }
}
