/** What one hands in and another takes out as it comes. */
export interface Channel<Item> extends AsyncIterable<Item> {
  send(item: Item): void;
  /** No more will come; what has been sent is still handed out. */
  end(): void;
}

/**
 * Opens a channel for one taker. `left` is called when it is over: ended, or when the taker wants no more. Of more than `most` items
 * that wait to be taken, the oldest are dropped.
 */
export function openChannel<Item>(left: () => void, most = Infinity): Channel<Item> {
  const items: Item[] = [];
  let waiting: ((result: IteratorResult<Item, undefined>) => void) | undefined;
  let over = false;

  function end(): void {
    if (over) return;
    over = true;
    waiting?.({ done: true, value: undefined });
    waiting = undefined;
    left();
  }

  return {
    send: (item) => {
      if (over) return;
      if (waiting === undefined) items.push(item);
      else waiting({ done: false, value: item });
      waiting = undefined;
      if (items.length > most) items.shift();
    },
    end,
    [Symbol.asyncIterator]: () => ({
      next: () => {
        if (items.length > 0) return Promise.resolve({ done: false, value: items.shift()! });
        if (over) return Promise.resolve({ done: true, value: undefined });
        return new Promise((resolve) => {
          waiting = resolve;
        });
      },
      return: () => {
        items.length = 0;
        end();
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
}
