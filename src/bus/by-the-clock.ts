import type { Account } from './account-bus.ts';

/** Whether an account has to be opened even where nothing arrives: for schedules, and for trails, which tell of what reaches no bus, too. */
export function goesByTheClock(account: Account | undefined): boolean {
  const { schedules = {}, trails = {} } = account?.declared?.resources ?? {};
  return Object.keys(schedules).length + Object.keys(trails).length > 0;
}
