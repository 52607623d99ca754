import { DERIVED } from './derived.ts';
import { DOCUMENTED } from './documented.ts';
import { type Known, natureOf } from './nature-of.ts';

/** One line of the published table. */
export interface Line {
  readonly service: string;
  readonly operation: string;
  readonly nature: Known['nature']['kind'];
  readonly token?: string;
  readonly by: Known['by'];
  readonly because: string;
}

/** The table of operations, service by service; what only reads by its name is left out. */
export function tableOfOperations(): readonly Line[] {
  const names = new Set([
    ...Object.entries(DERIVED).flatMap(([service, { reads, sets, acts, token }]) =>
      [reads, sets, acts, Object.keys(token).join(' ')]
        .join(' ')
        .split(' ')
        .filter((operation) => operation !== '')
        .map((operation) => `${service}:${operation}`),
    ),
    ...Object.keys(DOCUMENTED),
  ]);
  return [...names].toSorted().map((name): Line => {
    const [service = '', operation = ''] = name.split(':');
    const { nature, by, because } = natureOf(service, operation);
    return {
      service,
      operation,
      nature: nature.kind,
      ...(nature.kind === 'acts' && nature.token !== undefined && { token: nature.token }),
      by,
      because,
    };
  });
}
