import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, SchemaChoice } from '../config/config.ts';
import type { EngineContext } from '../engine/context.ts';
import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { ConfigurationFault } from '../errors/families.ts';
import type { Message } from '../message/message.ts';
import type { ProfileDefinition } from '../message/profile/define-profile.ts';
import type { Profile } from '../message/profile/profile.ts';
import type { ExpandedName } from '../message/schema-model/schema-model.ts';
import type { SchemaSet, SchemaSets } from '../message/schema-set/schema-set.ts';
import { joinSteps, type MessageValidation } from '../message/validation/validation.ts';
import type { CheckResult } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import { type ImportModule, importByName } from './load-connector.ts';
import { once } from './wire-engine.ts';

/** What a project knows of standards: profiles, imported schema sets, code lists. Everything is loaded at its first use, once. */
export interface Standards extends Pick<EngineContext, 'profiles' | 'codeLists'> {
  /** Checks a message against a schema, or against the one imported set that declares its root. */
  validate(message: Message, schema?: SchemaChoice): Promise<MessageValidation>;
  /**
   * What messages of a route would be checked against: the file or sets by name, compiled, so that faults show before a message comes.
   * None when no set of the project declares the root.
   */
  checkedBy(schema: SchemaChoice | undefined, roots: readonly ExpandedName[]): Promise<readonly string[]>;
  /** Looks at every imported set: its files as they were imported, and compiled. */
  checkSets(): Promise<readonly CheckResult[]>;
}

/** Opens the standards of a project. */
export function openStandards(config: Config, importModule: ImportModule | undefined): Standards {
  const sets = once(() => openSets(config.directory));
  const setsFor = new Map<string, Promise<readonly SchemaSet[]>>();
  const codeLists = once(async () => {
    const { codeListsOf } = await import('../message/codelist/code-lists.ts');
    return codeListsOf((await (await sets())?.codeLists()) ?? []);
  });
  const declaring = ({ namespace, localName }: ExpandedName): Promise<readonly SchemaSet[]> => {
    const key = `${namespace}\0${localName}`;
    const known = setsFor.get(key);
    if (known !== undefined) return known;
    const looked = sets().then(async (all) => (await all?.forRoot({ namespace, localName })) ?? []);
    setsFor.set(key, looked);
    return looked;
  };
  return {
    profiles: once(() => loadProfiles(config, importModule)),
    codeLists,
    checkedBy: async (schema, roots) => {
      if (schema !== undefined && 'file' in schema) {
        await (await import('../message/schema-set/schema.ts')).loadSchema(schema.file);
        return [schema.file];
      }
      const found = schema === undefined ? (await Promise.all(roots.map(declaring))).flat() : [await openSet(await sets(), schema.set)];
      for (const set of found) await set.schema();
      return [...new Set(found.map((set) => set.name))];
    },
    checkSets: async () => {
      const all = await sets();
      const checks: CheckResult[] = [];
      for (const { name } of (await all?.list()) ?? []) checks.push(await checkSet(name, () => openSet(all, name)));
      return checks;
    },
    validate: async (message, schema) => {
      if (schema !== undefined && 'file' in schema) return validateByFile(message, schema.file);
      const [set, ...others] = schema === undefined ? await declaring(message.root) : [await openSet(await sets(), schema.set)];
      if (set === undefined) return notChecked(message.kind === 'json' ? jsonMessage : noSet);
      if (others.length > 0) return notChecked(severalSets([set, ...others]));
      const { validateMessage } = await import('../message/validation/validate-message.ts');
      return validateMessage(message, set, { codeLists: await codeLists() });
    },
  };
}

async function openSets(directory: string): Promise<SchemaSets | undefined> {
  if (!existsSync(join(directory, 'xoev'))) return undefined;
  const { openSchemaSets } = await import('../message/schema-set/schema-sets.ts');
  return openSchemaSets(directory);
}

async function checkSet(name: string, open: () => Promise<SchemaSet>): Promise<CheckResult> {
  const what = `schema set ${name} is as it was imported`;
  try {
    const set = await open();
    await set.schema();
    return { name: what, ok: true, detail: `${set.manifest.files.length} files` };
  } catch (error) {
    if (!isAmtsboteError(error)) throw error;
    return { name: what, ok: false, detail: error.message, hint: error.hint };
  }
}

async function openSet(sets: SchemaSets | undefined, name: string): Promise<SchemaSet> {
  if (sets !== undefined) return sets.open(name);
  throw new ConfigurationFault('AB_SCHEMA_SET_UNKNOWN', `This project has no schema set ${name}`);
}

/** Ours, and those of the operator: modules that export what `defineProfile` makes as `profile`. */
async function loadProfiles({ profiles, directory }: Config, importModule: ImportModule | undefined): Promise<readonly Profile[]> {
  const { ownProfiles } = await import('../message/profile/profiles.ts');
  const added: Profile[] = [];
  for (const name of profiles) {
    const module = (await importByName(name, directory, importModule)) as { profile?: Partial<ProfileDefinition> } | undefined;
    if (module === undefined) {
      throw new ConfigurationFault(
        'AB_CONFIG_INVALID',
        `The profile ${name} cannot be loaded: it, or a module that it imports, is not there`,
        {
          where: { field: 'profiles' },
        },
      );
    }
    const { type, profile } = module.profile ?? {};
    if (type !== 'profile' || profile === undefined) {
      throw new ConfigurationFault('AB_CONFIG_INVALID', `${name} does not export a profile as \`profile\``, {
        where: { field: 'profiles' },
      });
    }
    added.push(profile);
  }
  return [...added, ...ownProfiles];
}

async function validateByFile(message: Message, file: string): Promise<MessageValidation> {
  const { loadSchema } = await import('../message/schema-set/schema.ts');
  const { verdict, findings } = (await loadSchema(file)).validate(message);
  return joinSteps([{ name: 'schema', verdict, findings, warnings: [] }]);
}

function notChecked(finding: Finding): MessageValidation {
  return joinSteps([{ name: 'schema', verdict: 'not-checked', findings: [finding], warnings: [] }]);
}

const noSet: Finding = {
  code: 'AB_SCHEMA_NOT_CHECKED',
  message: 'No schema set of this project declares the root element of the message',
  hint: 'Import the set of the standard with `amtsbote xoev import`, or write `unchecked: deliver` at the route.',
};

const jsonMessage: Finding = {
  code: 'AB_SCHEMA_NOT_CHECKED',
  message: 'A JSON message cannot be checked against an XML schema',
  hint: 'Write `unchecked: deliver` at the route if the checks of the mapping are enough.',
};

function severalSets(sets: readonly SchemaSet[]): Finding {
  return {
    code: 'AB_SCHEMA_NOT_CHECKED',
    message: `The schema sets ${sets.map((set) => set.name).join(', ')} declare the root element of the message`,
    hint: 'Name one of them with `schema:` at the route.',
  };
}
