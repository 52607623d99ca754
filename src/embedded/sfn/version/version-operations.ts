import { Fault } from '../../../wire/fault.ts';
import type { Operation } from '../../service.ts';
import type { StateMachines } from '../machines.ts';
import { page } from '../page.ts';
import { machineOf, refuseRoutes, type Alias, type Route } from './alias.ts';
import { publish, unpublish } from './version.ts';

interface VersionInput {
  readonly stateMachineArn: string;
  readonly stateMachineVersionArn: string;
  readonly revisionId?: string;
  readonly description?: string;
}

interface AliasInput {
  readonly stateMachineArn: string;
  readonly stateMachineAliasArn: string;
  readonly name: string;
  readonly description?: string;
  readonly routingConfiguration?: readonly Route[];
}

/** The operations on versions of machines, and on the aliases that lead to them. */
export function versionOperations(stateMachines: StateMachines): Readonly<Record<string, Operation>> {
  const { machines, scene } = stateMachines;
  const now = (): number => scene.agenda.now();
  const isVersion = (arn: string): boolean => machines.get(machineOf(arn))?.versions.has(arn) === true;

  function createAlias(given: unknown): unknown {
    const { name, description, routingConfiguration: routes = [] } = given as AliasInput;
    refuseRoutes(routes, isVersion);
    const machine = machines.get(machineOf(routes[0]!.stateMachineVersionArn))!;
    const arn = `${machine.arn}:${name}`;
    const before = machine.aliases.get(arn);
    if (before !== undefined && (before.description !== description || !isSame(before.routes, routes))) {
      throw new Fault(
        'ConflictException',
        'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
      );
    }
    const alias = before ?? { name, arn, description, routes, created: now(), updated: now() };
    machine.aliases.set(arn, alias);
    return { stateMachineAliasArn: arn, creationDate: new Date(alias.created) };
  }

  function findAlias(arn: string): Alias {
    const alias = machines.get(machineOf(arn))?.aliases.get(arn);
    if (alias === undefined) throw new Fault('ResourceNotFound', 'Request references a resource that does not exist.');
    return alias;
  }

  function updateAlias(given: unknown): unknown {
    const { stateMachineAliasArn, description, routingConfiguration: routes } = given as AliasInput;
    if (description === undefined && routes === undefined) {
      throw new Fault(
        'MissingRequiredParameter',
        'Either the description or the RoutingConfiguration must be specified',
      );
    }
    if (routes !== undefined) refuseRoutes(routes, isVersion);
    const alias = findAlias(stateMachineAliasArn);
    alias.description = description ?? alias.description;
    alias.routes = routes ?? alias.routes;
    alias.updated = now();
    return { updateDate: new Date(alias.updated) };
  }

  return {
    PublishStateMachineVersion: (input) => {
      const { stateMachineArn, revisionId, description } = input as unknown as VersionInput;
      const version = publish(stateMachines.find(stateMachineArn), now(), { revisionId, description });
      return { stateMachineVersionArn: version.arn, creationDate: new Date(version.created) };
    },
    ListStateMachineVersions: (input) => {
      const { versions } = stateMachines.find((input as unknown as VersionInput).stateMachineArn);
      const { items, next } = page([...versions.values()].toReversed(), input);
      return {
        stateMachineVersions: items.map(({ arn, created }) => ({
          stateMachineVersionArn: arn,
          creationDate: new Date(created),
        })),
        ...next,
      };
    },
    DeleteStateMachineVersion: (input) => {
      const { stateMachineVersionArn: arn } = input as unknown as VersionInput;
      const machine = machines.get(machineOf(arn));
      if (machine !== undefined) unpublish(machine, arn);
    },
    CreateStateMachineAlias: createAlias,
    UpdateStateMachineAlias: updateAlias,
    DescribeStateMachineAlias: (input) => {
      const alias = findAlias((input as unknown as AliasInput).stateMachineAliasArn);
      return {
        stateMachineAliasArn: alias.arn,
        name: alias.name,
        ...(alias.description !== undefined && { description: alias.description }),
        routingConfiguration: alias.routes,
        creationDate: new Date(alias.created),
        updateDate: new Date(alias.updated),
      };
    },
    DeleteStateMachineAlias: (input) => {
      const { stateMachineAliasArn: arn } = input as unknown as AliasInput;
      machines.get(machineOf(arn))?.aliases.delete(arn);
    },
    ListStateMachineAliases: (input) => {
      const arn = (input as unknown as AliasInput).stateMachineArn;
      const { machine, versionArn } = stateMachines.choose(arn);
      const leading = [...machine.aliases.values()].filter(
        ({ routes }) =>
          versionArn === undefined ||
          routes.some(({ stateMachineVersionArn }) => stateMachineVersionArn === versionArn),
      );
      const { items, next } = page(leading, input);
      return {
        stateMachineAliases: items.map(({ arn, created }) => ({
          stateMachineAliasArn: arn,
          creationDate: new Date(created),
        })),
        ...next,
      };
    },
  };
}

function isSame(some: readonly Route[], others: readonly Route[]): boolean {
  return (
    some.length === others.length &&
    some.every(
      ({ stateMachineVersionArn, weight }, index) =>
        others[index]!.stateMachineVersionArn === stateMachineVersionArn && others[index]!.weight === weight,
    )
  );
}
