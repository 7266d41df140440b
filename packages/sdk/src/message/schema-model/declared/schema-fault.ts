import { ConfigurationFault } from '../../../errors/families.ts';
import type { ComponentPlace } from '../schema-model.ts';

/** A schema that cannot be understood, with the file and line where it is so. */
export function schemaFault(message: string, { file, line }: ComponentPlace): ConfigurationFault {
  return new ConfigurationFault('AB_SCHEMA_SET_INVALID', message, { where: { file, line } });
}
