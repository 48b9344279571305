import { divisionId, organizationId } from '../base/ready-made-ids.ts';

/** The simulated org, and the one division it has. */
export const ORGANIZATION = {
  id: organizationId(1),
  name: 'Simulated',
  /** What a SAML2 bearer grant calls `orgName`, and `thirdPartyOrgName` of the model. */
  shortName: 'simulated',
} as const;

export const HOME_DIVISION = { id: divisionId(1), name: 'Home' } as const;
