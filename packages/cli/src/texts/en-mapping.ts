/** English texts of `amtsbote mapping`. */
export const enMapping = {
  'mapping.description': 'Mappings: propose, check, preview and test',
} as const;
