/** Whether a host is one of AWS's own endpoints. */
export function isAwsHost(host: string): boolean {
  return /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/i.test(host);
}
