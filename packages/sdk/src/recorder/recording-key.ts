/** What a person types in place of a delivery key: of the same form, and none that is ever derived (those have no O and no U). */
export const typedKey = 'AB-PROB-EAUF-NAHM-E001';

/** A key of the same form that no record has. */
export const unusedKey = 'AB-PROB-EAUF-NAHM-E999';
