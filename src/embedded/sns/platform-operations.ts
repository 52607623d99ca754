import type { Operation } from '../service.ts';
import { invalid, notFound } from './faults.ts';
import type { Endpoint, Platforms } from './platforms.ts';
import { entries, optional, paged } from './read.ts';

const ENDPOINT_ATTRIBUTES = new Set(['CustomUserData', 'Enabled', 'Token']);

/** The operations on applications for telephones, and on the devices they run on. */
export function platformOperations(platforms: Platforms): Readonly<Record<string, Operation>> {
  function endpointOf(arn: string | undefined): Endpoint {
    const endpoint = platforms.endpoint(arn ?? '');
    if (endpoint === undefined) throw notFound('Endpoint');
    return endpoint;
  }

  return {
    CreatePlatformApplication: (input) => {
      const platform = optional(input, 'Platform') ?? '';
      const { arn } = platforms.create(optional(input, 'Name') ?? '', platform, entries(input['Attributes']));
      return { PlatformApplicationArn: arn };
    },
    DeletePlatformApplication: (input) => platforms.remove(optional(input, 'PlatformApplicationArn') ?? ''),
    GetPlatformApplicationAttributes: (input) => ({
      Attributes: platforms.application(optional(input, 'PlatformApplicationArn') ?? '').attributes,
    }),
    SetPlatformApplicationAttributes: (input) => {
      const application = platforms.application(optional(input, 'PlatformApplicationArn') ?? '');
      const { PlatformPrincipal: _, PlatformCredential: __, ...attributes } = entries(input['Attributes']);
      application.attributes = { ...application.attributes, ...attributes };
    },
    ListPlatformApplications: (input) => {
      const all = [...platforms.all()].map(({ arn, attributes }) => ({
        PlatformApplicationArn: arn,
        Attributes: attributes,
      }));
      const { page, next } = paged(all, optional(input, 'NextToken'));
      return { PlatformApplications: page, NextToken: next };
    },
    CreatePlatformEndpoint: (input) => {
      const attributes = { ...entries(input['Attributes']) };
      const data = optional(input, 'CustomUserData');
      if (data !== undefined) attributes['CustomUserData'] ??= data;
      checkAttributes(attributes);
      const application = optional(input, 'PlatformApplicationArn') ?? '';
      return { EndpointArn: platforms.register(application, optional(input, 'Token') ?? '', attributes).arn };
    },
    DeleteEndpoint: (input) => platforms.forget(optional(input, 'EndpointArn') ?? ''),
    GetEndpointAttributes: (input) => ({ Attributes: endpointOf(optional(input, 'EndpointArn')).attributes }),
    SetEndpointAttributes: (input) => {
      const endpoint = endpointOf(optional(input, 'EndpointArn'));
      const attributes = entries(input['Attributes']);
      checkAttributes(attributes);
      endpoint.attributes = { ...endpoint.attributes, ...attributes };
    },
    ListEndpointsByPlatformApplication: (input) => {
      const { endpoints } = platforms.application(optional(input, 'PlatformApplicationArn') ?? '');
      const all = [...endpoints.values()].map(({ arn, attributes }) => ({ EndpointArn: arn, Attributes: attributes }));
      const { page, next } = paged(all, optional(input, 'NextToken'));
      return { Endpoints: page, NextToken: next };
    },
  };
}

function checkAttributes(attributes: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(attributes).find((name) => !ENDPOINT_ATTRIBUTES.has(name));
  if (unknown !== undefined) throw invalid(`Attributes Reason: Invalid attribute name: ${unknown}`);
  if (Buffer.byteLength(attributes['CustomUserData'] ?? '') > 2048) {
    throw invalid(
      'Attributes Reason: Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding',
    );
  }
}
