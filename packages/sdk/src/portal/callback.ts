/** A request to the address of a portal's callback, from whoever sent it: nothing in it is believed before it was verified. */
export interface CallbackRequest {
  /** By their names in lower case; a header that came twice is a list, or joined by commas. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came. They may name ids of submissions: never log them. */
  readonly body: Uint8Array;
}

/** `poll`: it is the portal's, and there may be something new. `refused`: it is not, or too old. */
export type CallbackVerdict = 'poll' | 'refused';

/**
 * How a portal is heard that tells by itself that there is something new. A callback is a hint to look and nothing else: what it says is not
 * used, so that one that is repeated, lost or played again changes nothing.
 */
export interface PortalCallback {
  /**
   * Whether a request is the portal's. Quick, without a network and without an effect; compares secrets in constant time.
   *
   * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE
   */
  verify(request: CallbackRequest): Promise<CallbackVerdict>;
}
