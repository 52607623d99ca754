/** The name of the function that a consumer is: its own, as far as Lambda allows it. */
export function functionName(consumer: string): string {
  return consumer.replaceAll(/[^\w-]/g, '_').slice(0, 64);
}
