import type { Change, Json, JsonObject } from '../activity.ts';
import { invalidRequest } from '../failure.ts';
import type { Operation } from '../ledger.ts';
import { scanFrequencyOf } from '../scanning.ts';
import type { ScanRule, Settings } from '../settings.ts';
import type { Registry } from '../state.ts';
import { list, optionalText, text, texts } from './request.ts';

/** A rule of each frequency at most, a hundred filters together (user guide, service quotas). */
const FILTERS = 100;

function readRule(value: Json): ScanRule {
  const rule = value as JsonObject;
  const filters = list(rule, 'repositoryFilters').map((filter) => text(filter as JsonObject, 'filter'));
  const scanFrequency = text(rule, 'scanFrequency') as ScanRule['scanFrequency'];
  return { scanFrequency, filters };
}

function checkRules(scanType: Settings['scanType'], rules: readonly ScanRule[]): void {
  const frequencies = rules.map(({ scanFrequency }) => scanFrequency);
  if (new Set(frequencies).size < frequencies.length)
    throw invalidRequest('A scanning configuration can have one rule for each scan frequency');
  const allowed = scanType === 'BASIC' ? ['SCAN_ON_PUSH', 'MANUAL'] : ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'];
  const unfit = frequencies.find((frequency) => !allowed.includes(frequency));
  if (unfit !== undefined)
    throw invalidRequest(`The scan frequency '${unfit}' is not supported for the scan type '${scanType}'`);
  if (rules.flatMap(({ filters }) => filters).length > FILTERS)
    throw invalidRequest(`A scanning configuration can have at most ${FILTERS} repository filters`);
  for (const filter of rules.flatMap(({ filters }) => filters))
    if (filter.split('*').length > 5)
      throw invalidRequest(`A repository filter can have at most four wildcards, found '${filter}'`);
}

function describe({ scanType, scanRules }: Settings): JsonObject {
  return {
    scanType,
    rules: scanRules.map(({ scanFrequency, filters }) => ({
      scanFrequency,
      repositoryFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
    })),
  };
}

/** Under enhanced scanning a change of frequency is told of, of all repositories at once. */
function frequencies(registry: Registry): ReadonlyMap<string, ReturnType<typeof scanFrequencyOf>['frequency']> {
  return new Map(
    [...registry.repositories.values()].map((each) => [each.name, scanFrequencyOf(registry, each).frequency]),
  );
}

export const PutRegistryScanningConfiguration: Operation = (request, { registry, call }) => {
  const { settings } = registry;
  const scanType = (optionalText(request, 'scanType') ?? settings.scanType) as Settings['scanType'];
  const scanRules = request['rules'] === undefined ? [] : list(request, 'rules').map(readRule);
  checkRules(scanType, scanRules);
  const before = frequencies(registry);
  settings.scanType = scanType;
  settings.scanRules = scanRules;
  const changed: Extract<Change, { kind: 'scan-frequency-changed' }>['repositories'][number][] = [];
  for (const [name, frequency] of frequencies(registry)) {
    const previousFrequency = before.get(name) ?? 'MANUAL';
    const repository = registry.repositories.get(name);
    if (repository !== undefined && previousFrequency !== frequency)
      changed.push({ name, arn: repository.arn, frequency, previousFrequency });
  }
  if (scanType === 'ENHANCED' && changed.length > 0)
    call.changes.push({ kind: 'scan-frequency-changed', repositories: changed });
  return { registryScanningConfiguration: describe(settings) };
};

export const GetRegistryScanningConfiguration: Operation = (_request, { registry }) => ({
  registryId: registry.id,
  scanningConfiguration: describe(registry.settings),
});

export const BatchGetRepositoryScanningConfiguration: Operation = (request, { registry }) => {
  const scanningConfigurations: Json[] = [];
  const failures: Json[] = [];
  for (const repositoryName of texts(request, 'repositoryNames')) {
    const repository = registry.repositories.get(repositoryName);
    if (repository === undefined) {
      failures.push({
        repositoryName,
        failureCode: 'REPOSITORY_NOT_FOUND',
        failureReason: `The repository with name '${repositoryName}' does not exist in the registry with id '${registry.id}'`,
      });
      continue;
    }
    const { frequency, filters } = scanFrequencyOf(registry, repository);
    scanningConfigurations.push({
      repositoryArn: repository.arn,
      repositoryName,
      scanOnPush: frequency !== 'MANUAL',
      scanFrequency: frequency,
      appliedScanFilters: filters.map((filter) => ({ filter, filterType: 'WILDCARD' })),
    });
  }
  return { scanningConfigurations, failures };
};
