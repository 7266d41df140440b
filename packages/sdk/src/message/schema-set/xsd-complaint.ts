/** What a validator said of one place, in words that hold no value of the message. */
export interface XsdComplaint {
  readonly message: string;
  /** The attribute it is about, if it is about one. */
  readonly attribute: string | undefined;
}

type Wording = readonly [pattern: RegExp, words: (match: RegExpExecArray) => string];

/**
 * The validator's sentences quote values. Each is known by its fixed words, and only names from the schema are taken
 * over: from the places where the sentence has them, never from where a value could stand.
 */
const wordings: readonly Wording[] = [
  [
    /^This element is not expected\.(?: Expected is (?:one of )?\( (.*) \)\.)?\s*$/,
    (m) => `is not expected here${m[1] ? `; expected: ${names(m[1])}` : ''}`,
  ],
  [
    /^Missing child element\(s\)\.(?: Expected is (?:one of )?\( (.*) \)\.)?\s*$/,
    (m) => `lacks an element${m[1] ? `; expected: ${names(m[1])}` : ''}`,
  ],
  [/^\[facet '(\w+)'\]/, (m) => `breaks the facet ${m[1]} of its type`],
  [
    /is not a valid value of the (?:local )?(?:atomic|list|union) type(?: '([^']*)')?\.\s*$/,
    (m) => `is not a valid value of its type${m[1] ? ` ${names(m[1])}` : ''}`,
  ],
  [/^The attribute '([^']*)' is required but missing\.\s*$/, (m) => `lacks the required attribute ${names(m[1] ?? '')}`],
  [/^The attribute '[^']*' is not allowed\.\s*$/, () => 'is not allowed'],
  [/fixed value constraint/, () => 'does not have its fixed value'],
  [/^(?:Character content|Element content|Text content)/, () => 'has content that is not allowed'],
  [/^No matching global (?:element )?declaration/, () => 'is not declared in the schema'],
  [/key-sequence/, () => 'breaks a rule of unique or referenced keys'],
  [/^The element (?:is|information item|content)|nill/i, () => 'has content although it is nil, or is nil without permission'],
];

const prefix = /^Element '([^']*)'(?:, attribute '([^']*)')?: /;

/** Rewrites a sentence of the validator so that it names elements, types and facets only. */
export function xsdComplaint(sentence: string): XsdComplaint {
  const head = prefix.exec(sentence);
  const rest = head ? sentence.slice(head[0].length) : sentence;
  const subject = head?.[2] ? `the attribute ${names(head[2])} of ${names(head[1] ?? '')}` : `the element ${names(head?.[1] ?? '')}`;
  return {
    message: `${head ? subject : 'the message'} ${complaintOf(rest)}`,
    attribute: head?.[2] && names(head[2]),
  };
}

function complaintOf(rest: string): string {
  for (const [pattern, words] of wordings) {
    const match = pattern.exec(rest);
    if (match) return words(match);
  }
  return 'does not match the schema';
}

/** Names without their namespaces: `{urn:a}name` becomes `name`. */
function names(text: string): string {
  return text.replaceAll(/\{[^}]*\}/g, '');
}
