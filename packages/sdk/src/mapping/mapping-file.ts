/** A mapping as it stands in its YAML file: from the paths of a message to the fields of a record. */
export interface MappingFile {
  /** Which messages this mapping is for. */
  readonly message: SelectorRule;
  /** Prefixes of the paths: a namespace name, or `profile` for the namespace of the message's root element. */
  readonly prefixes?: Prefixes | undefined;
  /** The type of record this makes, such as `dog-registration`. */
  readonly record: string;
  /** Files with blocks, named from this one. YAML files only. */
  readonly include?: readonly string[] | undefined;
  /** Rules used in several places, by name. */
  readonly blocks?: Readonly<Record<string, FieldRule>> | undefined;
  /** `any`: FIM ids in paths also match those of the other length, `F60000227` the same as `F60000000227`. */
  readonly fimIds?: 'any' | undefined;
  readonly fields: Readonly<Record<string, FieldRule>>;
  readonly checks?: readonly CheckRule[] | undefined;
  /** Paths of parts that are knowingly not read. */
  readonly ignore?: readonly string[] | undefined;
  /** Fields that receive attachments: their `ref`, or a list of them. The first rule that fits an attachment takes it. */
  readonly attachments?: Readonly<Record<string, AttachmentRule>> | undefined;
  /** File name patterns of attachments that are knowingly left out. */
  readonly ignoreAttachments?: readonly string[] | undefined;
}

/** A file of blocks that mappings include. Its paths use its own prefixes. */
export interface BlockFile {
  readonly prefixes?: Prefixes | undefined;
  readonly include?: readonly string[] | undefined;
  readonly blocks: Readonly<Record<string, FieldRule>>;
}

type Prefixes = Readonly<Record<string, string>>;

/** The messages a mapping is for: a root element, a profile, or both. Everything written must hold. */
export interface SelectorRule {
  /** Local name of the root element; `json` for JSON messages. */
  readonly root?: string | undefined;
  /** Beside `root`, one per version of the standard; left out for messages in no namespace, JSON among them. */
  readonly namespace?: string | readonly string[] | undefined;
  /** Name of a profile, such as `xbau`. */
  readonly profile?: string | undefined;
  /** Beside `profile`: versions of the standard. Default: all. */
  readonly versions?: readonly string[] | undefined;
  /** Beside `profile`: type of the message, such as `0200`. Default: all. */
  readonly type?: string | undefined;
  /** A condition as XPath, seen from the root element: tells messages apart that have the same root. */
  readonly where?: string | undefined;
}

/**
 * How one field gets its value: exactly one of `value`, `constant`, `path`, `each`, `fields`, `join`, `choose` and `date.parts` (or
 * a `use` that brings it); at most one conversion. `path` with `fields` makes a nested record, `each` a list.
 */
export interface FieldRule {
  readonly path?: string | undefined;
  readonly value?: string | number | boolean | undefined;
  /** A constant of the route, by name. */
  readonly constant?: string | undefined;
  readonly each?: string | undefined;
  readonly fields?: Readonly<Record<string, FieldRule>> | undefined;
  /**
   * Beside `fields`: they stand in the record around, not in one of their own; a text is put before their names, so that
   * `flat: business` makes `businessTown` of `town`. For targets whose records are flat.
   */
  readonly flat?: true | string | undefined;
  /** Texts put together. Parts without a value are left out with their separator; without any the field has none. */
  readonly join?: readonly FieldRule[] | undefined;
  /** Stands between the parts of a `join`. Default: a blank. */
  readonly separator?: string | undefined;
  /** The first rule that applies, by its `when`, `from` and `until`; the field has no value when none does. */
  readonly choose?: readonly FieldRule[] | undefined;
  /** The keys of this block, as if they stood here. */
  readonly use?: string | undefined;
  /** A condition as XPath, seen from where `path` is; the field is left out when it does not hold. */
  readonly when?: string | undefined;
  /** The first day this rule holds, `yyyy-MM-dd`; before it the field is left out. */
  readonly from?: string | undefined;
  /** The last day this rule holds, `yyyy-MM-dd`; after it the field is left out. */
  readonly until?: string | undefined;
  /** Default false: a field without a value in the message is left out. */
  readonly required?: boolean | undefined;
  /** Take the first of several matches; without it several are a case. */
  readonly pick?: 'first' | undefined;
  /** Takes a text apart, before any conversion. */
  readonly split?: SplitRule | undefined;
  readonly text?: TextRule | undefined;
  readonly date?: DateRule | undefined;
  readonly codes?: CodesRule | undefined;
  readonly boolean?: BooleanRule | undefined;
  readonly number?: NumberRule | undefined;
  readonly houseNumber?: HouseNumberRule | undefined;
}

/** Takes a text apart: at a separator (`at`), or by a pattern. */
export interface SplitRule {
  readonly at?: string | undefined;
  /** Beside `at`: which part, from 1, or the last one. Left out with `each`, where every part becomes an entry. */
  readonly part?: number | 'last' | undefined;
  /** A regular expression that the whole text must fit; without look-around, back references and repeated choices. */
  readonly pattern?: string | undefined;
  /** Beside `pattern`: which group, by number or name. Default 1. */
  readonly group?: number | string | undefined;
}

/** Text as it is, checked or tidied. */
export interface TextRule {
  /** Most characters (Unicode code points). A longer text is a case, never cut. */
  readonly max?: number | undefined;
  /** Remove blanks at both ends. Default false. */
  readonly trim?: boolean | undefined;
  /** Compose characters (Unicode NFC). Default false. */
  readonly nfc?: boolean | undefined;
  /** The characters that may stand in it: a data type of DIN 91379, or String.Latin 1.1. Others are a case. Default: all. */
  readonly characters?: TextCharacters | undefined;
}

export type TextCharacters = 'din-91379-a' | 'din-91379-b' | 'din-91379-c' | 'din-91379-d' | 'din-91379-e' | 'string-latin';

/** A date of one spelling into another: exactly one of `in` and `parts`. Patterns are made of `dd`, `MM`, `yyyy` and separators. */
export interface DateRule {
  /**
   * A pattern; `xsd` for dates, months, years and points of time as XML Schema writes them, a zone left out; or `teilbekannt` for
   * the element of XInneres that holds `jahrMonatTag`, `jahrMonat`, `jahr` or `unbekannt`.
   */
  readonly in?: string | undefined;
  /** Paths of year, month and day, seen from the element of `path`, or from where a `path` would be. */
  readonly parts?: DatePartsRule | undefined;
  /** Default `yyyy-MM-dd`. */
  readonly out?: string | undefined;
  /** Unknown day or month (zeros or left out): keep them unknown, or refuse. Default `refuse`. */
  readonly partial?: 'keep' | 'refuse' | undefined;
}

/** Where the parts of a date stand, as in FIM. A part that is missing or blank is unknown. */
export interface DatePartsRule {
  readonly year: string;
  readonly month?: string | undefined;
  readonly day?: string | undefined;
}

/** A part of a house number, or of a street with its house number. What cannot be told for certain is a case. */
export interface HouseNumberRule {
  /** What the text is: a house number (default), or a street with its house number. */
  readonly in?: 'houseNumber' | 'street' | undefined;
  /**
   * What the field gets: of `12a/3-14`, `number` is 12, `suffix` a, `stroke` 3 and `to` 14. With `in: street` also the `street`, and
   * `all` of the house number.
   */
  readonly part: HouseNumberPart | 'street' | 'all';
  /** The parts that the target has fields for; a house number with more is a case. Default `number` and `suffix`. */
  readonly of?: readonly HouseNumberPart[] | undefined;
}

export type HouseNumberPart = 'number' | 'suffix' | 'stroke' | 'to';

/** Codes into the target's words, by `values`, a code list, or both. A code without an entry is a case. */
export interface CodesRule {
  /** URI of the code list. Without `values` it gives the word; with them it is for lint and for clear names. */
  readonly list?: string | undefined;
  /** Version of the list. Default: the one the message names (`listVersionID`), else the newest at hand. */
  readonly version?: string | undefined;
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** Beside `values`: the word for all other codes. Without it they are a case. */
  readonly default?: string | undefined;
  /** Without `values`: what the field gets: the entry's name (default), the code itself, or a column of the list by its id. */
  readonly as?: string | undefined;
}

/** The texts that mean true and false. Default `true` or `1`, and `false` or `0`. */
export interface BooleanRule {
  readonly true?: string | undefined;
  readonly false?: string | undefined;
}

/** A decimal number with a point. */
export interface NumberRule {
  /** `text` (default): exactly as sent. `comma`: with a decimal comma. `number`: a number, if it is exact as one. */
  readonly as?: 'text' | 'comma' | 'number' | undefined;
  /** A whole number with at least so many digits, zeros in front. */
  readonly digits?: number | undefined;
  /** Exactly so many decimals, zeros behind. More that are not zero are refused, never rounded. */
  readonly decimals?: number | undefined;
}

/** A condition the message must meet. */
export interface CheckRule {
  readonly assert: string;
  /** Default `case`. */
  readonly else?: 'case' | 'reject' | undefined;
  /** The official code for the portal, such as `X010`. */
  readonly code?: string | undefined;
  /** What is wrong, for the clerk or applicant. */
  readonly message: string;
}

/** Which attachments a field receives: everything written must fit, and one of `name`, `mediaType` and `listedAt` is there. */
export interface AttachmentRule {
  /** File name pattern with `*` and `?`; upper and lower case are the same. */
  readonly name?: string | undefined;
  /** One or several, such as `application/pdf` or `image/*`. */
  readonly mediaType?: string | readonly string[] | undefined;
  /** Places of the message that name the files or their ids. */
  readonly listedAt?: string | undefined;
  /**
   * What the target calls them: `{n}` is the number from 1, `{name}` the name as sent without extension, `{ext}` the extension in
   * small letters, `{ref}` our reference. Default: as sent.
   */
  readonly as?: string | undefined;
  /** Default false. With `listedAt`: every file that is listed must be there. */
  readonly required?: boolean | undefined;
  /** Take any number, as a list. Default false: one, as text. */
  readonly many?: boolean | undefined;
}
