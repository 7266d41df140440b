import type { CharacterSet } from '../message/characters/character-set.ts';
import { tellCharacters } from '../message/characters/tell-characters.ts';
import type { transliterate } from '../message/characters/transliterate.ts';
import type { Finding } from '../model/finding.ts';
import type { MappedRecord, RecordValue } from '../model/record.ts';

/** What a target can write, and what becomes of a record with other characters. */
export interface TargetCharacters {
  readonly set: CharacterSet;
  readonly otherwise: 'case' | 'transliterate';
}

/** A record in the character set of its target, and what that took. */
export interface FittedRecord {
  readonly record: MappedRecord;
  /** Fields whose text was changed, such as `keeper.familyName`. What was replaced shows in a preview only: it is a citizen's data. */
  readonly changed: readonly string[];
  readonly findings: readonly Finding[];
}

/** Writes the texts of a record in the character set of its target. What has no way there, or is not allowed one, is a finding. */
export async function fitCharacters(record: MappedRecord, characters: TargetCharacters | undefined): Promise<FittedRecord> {
  if (characters === undefined) return { record, changed: [], findings: [] };
  // The tables are loaded only where a target needs them.
  const { transliterate: write } = await import('../message/characters/transliterate.ts');
  const fitting = new Fitting(characters, write);
  return { record: fitting.fields(record, ''), changed: fitting.changed, findings: fitting.findings };
}

class Fitting {
  readonly changed: string[] = [];
  readonly findings: Finding[] = [];
  readonly #characters: TargetCharacters;
  readonly #transliterate: typeof transliterate;

  constructor(characters: TargetCharacters, write: typeof transliterate) {
    this.#characters = characters;
    this.#transliterate = write;
  }

  fields(record: MappedRecord, prefix: string): Record<string, RecordValue> {
    return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, this.#value(value, prefix + name)]));
  }

  #value(value: RecordValue, field: string): RecordValue {
    if (typeof value === 'string') return this.#text(value, field);
    if (Array.isArray(value)) return value.map((one: RecordValue, index) => this.#value(one, `${field}[${index}]`));
    return typeof value === 'object' ? this.fields(value as MappedRecord, `${field}.`) : value;
  }

  #text(value: string, field: string): string {
    const { set, otherwise } = this.#characters;
    const { text, replacements, impossible } = this.#transliterate(value, set);
    const replaced = replacements.map((one) => one.codePoint);
    const refused = otherwise === 'case' ? [...replaced, ...impossible] : impossible;
    if (refused.length > 0) {
      this.findings.push(lossyCharacter(field, refused, this.#characters));
      return value;
    }
    if (replaced.length > 0) this.changed.push(field);
    return text;
  }
}

function lossyCharacter(field: string, codePoints: readonly number[], { set, otherwise }: TargetCharacters): Finding {
  const way = otherwise === 'case' ? 'and the target allows no transliteration' : 'and there is no transliteration of it';
  const message = `The field ${field} holds ${tellCharacters(codePoints)} that ${set} lacks, ${way}`;
  return { code: 'AB_CHARACTER_LOSSY', message, where: { field } };
}
