/** Reads again and again until it is so, or until patience (in milliseconds) is at its end, and gives what was read last. */
export async function until<T>(read: () => Promise<T>, isSo: (value: T) => boolean, patience = 5_000): Promise<T> {
  const end = Date.now() + patience;
  let value = await read();
  while (!isSo(value) && Date.now() < end) value = await read();
  return value;
}
