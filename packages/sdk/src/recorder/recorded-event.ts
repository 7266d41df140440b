import type { ControlKind } from '../rpa/page/page-types.ts';

/** What a person does one after the other while a recorder watches. */
export const recordPhases = ['login', 'fill', 'save', 'record', 'search'] as const;

/** One of {@link recordPhases}. */
export type RecordPhase = (typeof recordPhases)[number];

/** What a person put into a control. Of a password there is no value: it never leaves the page. */
export interface RecordedField {
  readonly kind: 'field';
  readonly at: number;
  /** Address of the page around it. */
  readonly url: string;
  /** As `fillByLabel` finds it again; empty when nothing does. */
  readonly label: string;
  /** True when the label is no more than a text nearby, a placeholder or a title. */
  readonly isWeak: boolean;
  readonly how: ControlKind | 'file' | 'password' | 'code';
  readonly value: string | boolean | readonly string[];
  /** The type of an input: `date`, `number`, …; empty for others. */
  readonly input: string;
  readonly name: string;
  readonly required: boolean;
  readonly max: number;
  readonly many: boolean;
}

/** A click on something that a person calls by a name. */
export interface RecordedClick {
  readonly kind: 'click';
  readonly at: number;
  readonly url: string;
  /** As `clickByName` finds it again; empty when nothing does. */
  readonly name: string;
}

/** What the page tells the recorder. */
export type PageEvent = RecordedField | RecordedClick;

/** A page that was loaded in the window itself, not in a frame of it. */
export interface RecordedLoad {
  readonly kind: 'load';
  readonly at: number;
  readonly url: string;
  readonly method: string;
}

/** A request that may change something. Its content is not kept. */
export interface RecordedWrite {
  readonly kind: 'write';
  readonly at: number;
  readonly url: string;
  /** Address of the page that sent it. */
  readonly pageUrl: string;
  readonly method: string;
  /** True when its answer became the page shown, in the window or in a frame. */
  readonly isNavigation: boolean;
  /** True when it carries something that was typed. */
  readonly carries: boolean;
}

/** A dialog of the browser, and what the person answered. */
export interface RecordedDialog {
  readonly kind: 'dialog';
  readonly at: number;
  readonly message: string;
  readonly answer: 'accept' | 'dismiss';
}

/** Everything a recorder sees. */
export type SeenEvent = PageEvent | RecordedLoad | RecordedWrite | RecordedDialog;

/** The same, with the phase in which it happened. */
export type RecordedEvent = SeenEvent & { readonly phase: RecordPhase };
