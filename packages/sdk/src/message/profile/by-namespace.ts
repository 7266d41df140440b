import type { Message } from '../message.ts';
import type { Profile } from './profile.ts';

/**
 * Recognises messages by the namespace of their root element. The groups of the pattern, joined by dots, are the version; the digits
 * at the end of the root element's name are the type, such as `0200` of `baugenehmigung.antrag.0200`: the schema binds the name,
 * while real senders write other types into the header.
 *
 * @example
 * byNamespace(/^http:\/\/www\.xleitstelle\.de\/xbau\/(\d+)\/(\d+)$/);
 */
export function byNamespace(pattern: RegExp): Profile['detect'] {
  return (message) => {
    if (message.kind !== 'xml') return undefined;
    const match = pattern.exec(message.root.namespace);
    if (!match) return undefined;
    const version = match.slice(1).filter(Boolean).join('.');
    return { version: version === '' ? undefined : version, type: typeOfRoot(message) };
  };
}

/** The digits at the end of the name of the root element. */
export function typeOfRoot(message: Message): string | undefined {
  return /\.(\d{4,7})$/.exec(message.root.localName)?.[1];
}
