import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { ConfigurationFault } from '../errors/families.ts';
import type { CodeLists } from '../message/codelist/code-list.ts';
import { codeListsOf } from '../message/codelist/code-lists.ts';
import type { Message, MessageRoot } from '../message/message.ts';
import { identify } from '../message/profile/identify.ts';
import type { Profile } from '../message/profile/profile.ts';
import { ownProfiles } from '../message/profile/profiles.ts';
import { readMessage } from '../message/read-message.ts';
import type { SchemaSet, SchemaSets } from '../message/schema-set/schema-set.ts';
import { validateMessage } from '../message/validation/validate-message.ts';
import { joinSteps, type MessageValidation, type Verdict } from '../message/validation/validation.ts';
import type { Finding } from '../model/finding.ts';
import { messageFiles } from './message-files.ts';
import type { ValidatedFile, ValidatedStandard } from './validated-file.ts';

/** What to validate files against. */
export interface ValidateFilesOptions {
  /** File names are relative to it. */
  readonly directory: string;
  readonly sets: SchemaSets;
  /** Name of the schema set. Default: the one set that declares the root element of each message. */
  readonly set?: string | undefined;
  /** Default: those that come with this package. */
  readonly profiles?: readonly Profile[] | undefined;
}

/**
 * Validates messages in files and folders, in their order. What cannot be read as a message is `invalid`; a message without a schema set,
 * or with several, is `not-checked`.
 *
 * Throws `ConfigurationFault` (AB_USAGE, AB_SCHEMA_SET_UNKNOWN, AB_SCHEMA_SET_CHANGED).
 */
export async function validateFiles(named: readonly string[], options: ValidateFilesOptions): Promise<readonly ValidatedFile[]> {
  const files = await messageFiles(named, options.directory);
  const validator = new FileValidator(options);
  await validator.prepare();
  const validated: ValidatedFile[] = [];
  for (const file of files) validated.push(await validator.validate(file));
  return validated;
}

/** What was found of a file, its name and checksum aside. */
type Verdicts = Omit<ValidatedFile, 'file' | 'sha256' | 'bytes'>;

class FileValidator {
  readonly #options: ValidateFilesOptions;
  readonly #setsByRoot = new Map<string, Promise<readonly SchemaSet[]>>();
  #chosen: SchemaSet | undefined;
  #codeLists: CodeLists | undefined;

  constructor(options: ValidateFilesOptions) {
    this.#options = options;
  }

  async prepare(): Promise<void> {
    const { set, sets } = this.#options;
    if (set !== undefined) this.#chosen = await sets.open(set);
  }

  async validate(file: string): Promise<ValidatedFile> {
    const bytes = await readFile(resolve(this.#options.directory, file)).catch(() => undefined);
    if (!bytes) throw new ConfigurationFault('AB_USAGE', `the file ${file} cannot be read`, { where: { file } });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { file, sha256, bytes: bytes.length, ...(await this.#verdicts(bytes)) };
  }

  async #verdicts(bytes: Uint8Array): Promise<Verdicts> {
    try {
      using message = await readMessage(bytes, { mediaType: '' });
      const sets = this.#chosen ? [this.#chosen] : await this.#setsFor(message.root);
      const { namespace, localName } = message.root;
      return {
        root: { namespace, localName },
        standard: this.#standardOf(message),
        set: sets.length === 1 ? sets[0]?.name : undefined,
        validation: await this.#validation(message, sets),
      };
    } catch (error) {
      if (!isAmtsboteError(error) || error.effect !== 'case') throw error;
      return { validation: single('invalid', error.toFinding()) };
    }
  }

  async #validation(message: Message, sets: readonly SchemaSet[]): Promise<MessageValidation> {
    const [set, ...others] = sets;
    if (others.length > 0) return single('not-checked', severalSets(sets));
    if (set) this.#codeLists ??= codeListsOf(await this.#options.sets.codeLists());
    return validateMessage(message, set, { codeLists: this.#codeLists ?? codeListsOf([]) });
  }

  #setsFor({ namespace, localName }: MessageRoot): Promise<readonly SchemaSet[]> {
    const key = `${localName} ${namespace}`;
    const found = this.#setsByRoot.get(key) ?? this.#options.sets.forRoot({ namespace, localName });
    this.#setsByRoot.set(key, found);
    return found;
  }

  #standardOf(message: Message): ValidatedStandard | undefined {
    const found = identify(message, this.#options.profiles ?? ownProfiles);
    return found && { profile: found.profile.name, title: found.profile.title, version: found.version, type: found.type };
  }
}

function severalSets(sets: readonly SchemaSet[]): Finding {
  return {
    code: 'AB_SCHEMA_NOT_CHECKED',
    message: `several schema sets declare the root element of this message: ${sets.map(({ name }) => name).join(', ')}`,
    hint: 'Choose one with --set NAME, or remove those that are not needed with `amtsbote xoev remove`.',
  };
}

function single(verdict: Verdict, finding: Finding): MessageValidation {
  return joinSteps([{ name: 'schema', verdict, findings: [finding], warnings: [] }]);
}
