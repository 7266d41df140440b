/** English texts of `amtsbote xoev`. */
export const enXoev = {
  'xoev.description': 'Schema sets, code lists and messages of standards',
} as const;
