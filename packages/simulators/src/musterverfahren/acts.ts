/** What a request does, whatever its address in a skin. Faults can be matched by it, and the write log names it. */
export const acts = ['sign-in', 'open-form', 'check-field', 'step', 'save', 'search', 'read'] as const;

/** One of {@link acts}. */
export type Act = (typeof acts)[number];
