import type { Instant } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { DeliveryStream } from './delivery-stream.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Names the object of a buffer that began at `at`, as Firehose does: prefix, the hour unless the prefix tells the time itself, and a name.
 *
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function objectKey(
  stream: DeliveryStream,
  {
    prefix = '',
    at,
    random,
    failure,
  }: { readonly prefix?: string | undefined; readonly at: Instant; readonly random: Random; readonly failure?: string },
): string {
  const { CompressionFormat, FileExtension } = stream.destination;
  const hour = prefix.includes('!{timestamp:') ? '' : format('yyyy/MM/dd/HH/', at);
  const told = prefix.replaceAll(/!\{(\w+):([^}]+)\}/g, (expression, kind: string, value: string) => {
    if (kind === 'timestamp') return format(value, at);
    if (value === 'random-string') return random.text(11, LETTERS);
    return value === 'error-output-type' ? (failure ?? '') : expression;
  });
  const extension = FileExtension ?? (CompressionFormat === 'GZIP' ? '.gz' : '');
  return `${told}${hour}${stream.name}-${stream.version}-${format('yyyy-MM-dd-HH-mm-ss', at)}-${random.uuid()}${extension}`;
}

/** As much of Java's date patterns as prefixes use; what stands in single quotes is taken as it is. */
function format(pattern: string, at: Instant): string {
  const [year, month, day, hour, minute, second] = new Date(at).toISOString().split(/[-T:.]/);
  const parts: Readonly<Record<string, string | undefined>> = {
    yyyy: year,
    MM: month,
    dd: day,
    HH: hour,
    mm: minute,
    ss: second,
  };
  return pattern.replaceAll(/'([^']*)'|yyyy|MM|dd|HH|mm|ss/g, (part, quoted?: string) => quoted ?? parts[part] ?? part);
}
