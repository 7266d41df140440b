/** Markup that is already safe to send. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a hole of {@link markup}. Strings are escaped, `undefined` and `false` leave nothing. */
export type Hole = string | number | Html | readonly Html[] | false | undefined;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Builds markup; every string in a hole is escaped. */
export function markup(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  const text = parts.reduce((before, part, index) => before + render(holes[index - 1]) + part);
  return new Html(text);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function render(hole: Hole): string {
  if (hole === undefined || hole === false) return '';
  if (hole instanceof Html) return hole.text;
  if (typeof hole === 'string') return escapeHtml(hole);
  if (typeof hole === 'number') return String(hole);
  return hole.map((entry) => entry.text).join('');
}
