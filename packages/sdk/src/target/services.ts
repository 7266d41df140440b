import type { Clock, Random } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';

/** What every connector is given. */
export interface ConnectorServices<Options> {
  /** The connector's options, already validated. */
  readonly options: Options;
  /** The name of this portal or target in the configuration. */
  readonly name: string;
  /** Relative paths in options are relative to this folder: that of the configuration. */
  readonly baseDirectory: string;
  readonly secrets: SecretReader;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Things that live as long as the run: a browser, a connection pool, a token. */
  readonly resources: Resources;
  /** Keeps login sessions for the next run. None: every run logs in. */
  readonly sessions?: SessionKeeper | undefined;
  /** A person who looks at the screen while the run goes on. None: nobody does. */
  readonly watcher?: Watcher | undefined;
  /** Told at named boundaries; crash tests kill the process there. Does nothing in production. */
  readonly boundary: Boundary;
}

/** A person who looks at the screen while the run goes on. */
export interface Watcher {
  /** Browsers show their window. */
  readonly headed: boolean;
  /** How long to wait after each single action in a browser, in milliseconds. Default 0. */
  readonly slowMs?: number | undefined;
  /** Asked before each step of an attempt; false makes a case of the delivery, nothing is sent. */
  readonly beforeStep?: ((step: string) => Promise<boolean>) | undefined;
  /** Asked before the commit, with the filled form on the screen; false makes a case of the delivery, nothing is sent. */
  readonly beforeCommit?: ((act: string) => Promise<boolean>) | undefined;
}

/** Called at a named boundary between two steps with an effect. */
export type Boundary = (name: string) => void;

/** Reads secrets by reference. A secret never goes into a log, an error or evidence. */
export interface SecretReader {
  /**
   * @param reference a secret's name, with or without the leading `secret:`
   * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE
   */
  get(reference: string): Promise<string>;
}

/** Keeps login sessions between runs, sealed. They are secrets. */
export interface SessionKeeper {
  /** The session kept under this name; undefined for none, or one that cannot be read. */
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

/** Things shared during one run and closed at its end. */
export interface Resources {
  /** Returns the thing under `key`, made by `create` at the first call. A failed creation is not kept. */
  shared<T>(key: string, create: () => Promise<OwnedResource<T>>): Promise<T>;
}

/** A thing, and how to close it. */
export interface OwnedResource<T> {
  readonly value: T;
  close(): Promise<void>;
}
