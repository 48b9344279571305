import enums from './official-enums.json' with { type: 'json' };

/**
 * The values of the enums of the models that the tenant answers with, by model and field. Genesys's JavaScript SDK has no
 * enums: these are from its Python SDK (PureCloudPlatformClientV2 269.0.0 on PyPI, MIT), names and values only.
 */
const ENUMS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = enums;

/** The values of a field; undefined where it is no enum, or none that the tenant was seen to send. */
export const enumOf = (model: string, field: string): readonly string[] | undefined => ENUMS[model]?.[field];
