/**
 * The permissions that agents' calls need, by domain and entity, as Genesys's command line names them
 * (docs/facts/genesys.md section 13). A real org has many more.
 */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  analytics: { queueObservation: ['view'] },
  conversation: {
    communication: ['blindTransfer', 'disconnect', 'view'],
    message: ['create', 'view'],
    participant: ['wrapup'],
    webmessaging: ['accept', 'create', 'view'],
  },
  presence: { presenceDefinition: ['view'] },
  routing: { utilization: ['manage', 'view'] },
};

/** As `GET /api/v2/authorization/permissions` lists them. */
export const PERMISSIONS = Object.entries(ACTIONS).map(([domain, entities]) => ({
  domain,
  permissionMap: Object.fromEntries(
    Object.entries(entities).map(([entityType, actions]) => [
      entityType,
      actions.map((action) => ({ domain, entityType, action, label: `${domain} ${entityType} ${action}` })),
    ]),
  ),
}));
