import type { CompiledPath } from './compiled-path.ts';

/**
 * A message that was read safely: well-formed, within the limits, nothing loaded, nothing expanded. XML and JSON
 * messages look alike, so that there is one path language.
 *
 * Holds memory outside the JavaScript heap: declare it with `using`. Nodes must not be used after it is disposed.
 */
export interface Message extends Disposable {
  readonly kind: 'xml' | 'json';
  readonly root: MessageRoot;
  /** The line of the root element. */
  readonly rootLine: number | undefined;
  /** The encoding of the bytes as read, such as `UTF-8` or `ISO-8859-1`. */
  readonly encoding: string;
  /**
   * The nodes a path selects, in document order, seen from `context` or from the root element. The prefix keyword
   * `profile` stands for the namespace of this message's root element.
   *
   * Throws `NeedsPerson` (AB_MAPPING_INVALID) when the path cannot be evaluated or does not select nodes.
   */
  select(path: CompiledPath, context?: MessageNode): readonly MessageNode[];
  /** Whether a path holds: XPath's `boolean()` of its result. Throws like {@link Message.select}. */
  test(path: CompiledPath, context?: MessageNode): boolean;
  /** XPath's `string()` of a path's result: of nodes that of the first, empty without one. Throws like {@link Message.select}. */
  string(path: CompiledPath, context?: MessageNode): string;
  /**
   * Every place that can hold a value: elements without elements inside, texts beside elements that are not blank, and attributes
   * (namespace declarations and `xsi:` ones left out), in document order. `path` tells them apart.
   */
  leaves(): readonly MessageNode[];
}

/** The root element. A JSON message has the root `json` in no namespace. */
export interface MessageRoot {
  /** Empty for no namespace. */
  readonly namespace: string;
  readonly localName: string;
  /** By name as written, prefix included; namespace declarations are not among them. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** An element, attribute or text of a message. */
export interface MessageNode {
  /** Its text, character for character; for an element that of all its descendants. A citizen's data: never log it. */
  readonly text: string;
  /** Line in the message, of the owning element for attributes; unknown from line 65535 on. */
  readonly line: number | undefined;
  /** Where it stands, without values, such as `/x:antrag/x:person[2]/@id`. */
  readonly path: string;
  /** Whether elements stand below it, so that its text is not one value. */
  readonly hasElements: boolean;
}

/** What a message may hold at most. */
export interface MessageLimits {
  /** Size in bytes. Default 50 MB. */
  readonly bytes: number;
  /** Nesting of elements. Default 200. */
  readonly depth: number;
  /** Attributes of one element, namespace declarations included. Default 256. */
  readonly attributes: number;
  /** Bytes of one start tag. Default 1 MB. */
  readonly tagBytes: number;
  /** Bytes of one piece of text. Default 10 MB (also the limit of the parser). */
  readonly textBytes: number;
  /** Elements in all. Default 1,000,000. */
  readonly elements: number;
  /** Keys of one object of a JSON message. Default 10,000. */
  readonly keys: number;
}

/** The limits that hold where none are given. */
export const defaultMessageLimits: MessageLimits = {
  bytes: 50_000_000,
  depth: 200,
  attributes: 256,
  tagBytes: 1_000_000,
  textBytes: 10_000_000,
  elements: 1_000_000,
  keys: 10_000,
};
