import { nearest } from '../../nearest.ts';

const REGIONS = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7'],
  ...['af-south-1', 'il-central-1', 'me-central-1', 'me-south-1', 'cn-north-1', 'cn-northwest-1'],
  ...['us-gov-east-1', 'us-gov-west-1', 'eusc-de-east-1'],
];

/** AWS opens Regions more often than this list is read again; all are named in one way. */
const FORM = /^[a-z]{2,4}(?:-(?:gov|iso[a-z]?|de))?-(?:north|south)?(?:north|south|east|west|central)-[1-9]$/;

/** Why a text is no Region of AWS's, to follow its name; nothing where it is one. */
export function regionFault(region: string): string | undefined {
  if (REGIONS.includes(region) || FORM.test(region)) return undefined;
  const meant = nearest(region, REGIONS);
  return meant === undefined ? 'is no Region, wanted one such as "us-east-1"' : `is no Region, did you mean "${meant}"`;
}
