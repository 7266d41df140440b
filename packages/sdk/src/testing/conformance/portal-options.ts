import type { Clock } from '../../model/clock.ts';
import type { Portal } from '../../portal/contract.ts';
import type { ConformanceServices } from './conformance-services.ts';

/** What `portalConformance` needs. */
export interface PortalConformanceOptions {
  /** Opens the portal as a new run would. Called several times in one case. */
  open(services: ConformanceServices): Promise<Portal> | Portal;
  /** Empties the portal, receipts and reports included. Called before each case. */
  reset(): Promise<void>;
  /** Puts a submission into the portal, as whoever feeds it would; complete and ready to be received. */
  offer(submission: OfferedSubmission): Promise<void>;
  readonly witness: PortalWitness;
  readonly inject?: PortalInjections | undefined;
  /** Whether the portal takes attachments. Default true. */
  readonly attachments?: boolean | undefined;
  /** Default: the time of the machine. */
  readonly clock?: Clock | undefined;
}

/** A submission that a suite wants to be offered. */
export interface OfferedSubmission {
  /** Different for each submission of a case; letters, digits and hyphens. A name for its file, or an id. */
  readonly name: string;
  /** XML in UTF-8. */
  readonly message: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Reads the portal, never through the connector. */
export interface PortalWitness {
  /** How many submissions the portal still holds. */
  held(): Promise<number>;
  /** All that the portal was told so far, in any form that `isDeepStrictEqual` can compare: receipts, reports, states. */
  told(): Promise<unknown>;
}

/** Makes the portal misbehave. Each is optional: what is missing skips the cases that need it. */
export interface PortalInjections {
  /** Puts a submission into the portal that cannot be read, such as a broken archive. */
  readonly broken?: (() => Promise<void>) | undefined;
  /** The portal cannot be reached until `clear`. */
  readonly unreachable?: (() => Promise<void>) | undefined;
  /** Takes it back. */
  readonly clear?: (() => Promise<void>) | undefined;
}
