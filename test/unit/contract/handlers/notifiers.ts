interface Event {
  readonly id: string;
  readonly detail: unknown;
}

/** Tells a webhook of an event, as often as it comes. */
export async function posts({ detail }: Event): Promise<void> {
  await fetch('https://hooks.example.com/T1', { method: 'POST', body: JSON.stringify(detail) });
}

/** Leaves word of an event where nobody minds if it is left twice. */
export async function puts({ id, detail }: Event): Promise<void> {
  await fetch(`https://hooks.example.com/events/${id}`, { method: 'PUT', body: JSON.stringify(detail) });
}

/** Tells a webhook that knows a request again. */
export async function postsWithKey({ id, detail }: Event): Promise<void> {
  const headers = { 'idempotency-key': id };
  await fetch('https://hooks.example.com/T1', { method: 'POST', headers, body: JSON.stringify(detail) });
}
