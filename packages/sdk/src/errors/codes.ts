/**
 * Every code of an error or finding, with what it means and what to do. Closed: a new code is a change of the public
 * interface. `docs/errors.md` is generated from this table.
 */
export const errorCodes = {
  // configuration and use
  AB_CONFIG_NOT_FOUND: { title: 'No configuration file', hint: 'Run `amtsbote init`, or name the file with --config.' },
  AB_CONFIG_INVALID: { title: 'The configuration is not valid', hint: 'Correct the line named in the message.' },
  AB_CONNECTOR_UNKNOWN: {
    title: 'No connector of this name',
    hint: 'Check `connector:`; an own connector is named by its package or file.',
  },
  AB_SECRET_MISSING: { title: 'A secret is missing', hint: 'Store it with `amtsbote secret set NAME`, or set its environment variable.' },
  AB_SECRET_UNREADABLE: { title: 'A secret store cannot be read', hint: 'Unlock the keyring, or choose another source for secrets.' },
  AB_KEY_INSECURE: {
    title: 'The key file can be read by others',
    hint: 'Give it mode 0600 and the account that runs Amtsbote as its owner.',
  },
  AB_KEY_WRONG: { title: 'The master key does not open this ledger', hint: 'Use the key this ledger was made with.' },
  AB_LEDGER_BUSY: { title: 'Another run holds the ledger', hint: 'Wait for it, or start with --wait.' },
  AB_LEDGER_UNUSABLE: {
    title: 'The ledger cannot be opened',
    hint: 'Check path, modes (0600), free space, and that it is on a local disk.',
  },
  AB_LEDGER_NEWER: { title: 'The ledger was written by a newer Amtsbote', hint: 'Update Amtsbote on this machine.' },
  AB_LEDGER_EXISTS: {
    title: 'There is a ledger already',
    hint: 'Restore with --replace only when the present ledger is lost or broken; it is set aside.',
  },
  AB_DISK_FULL: {
    title: 'Nothing more can be written where the ledger lies',
    hint: 'Free some space, or end the quota or read-only state, then start again; what was kept before is kept.',
  },
  AB_BACKUP_BROKEN: {
    title: 'The backup is not as it was made',
    hint: 'Take an older one, or fetch this one again from where it was copied to.',
  },
  AB_USAGE: { title: 'The command was used wrongly', hint: 'See `amtsbote help`.' },
  AB_PURGE_REFUSED: {
    title: 'This submission cannot be purged now',
    hint: 'Answer its case, let its reports be sent, or release its hold.',
  },
  AB_ID_UNKNOWN: { title: 'Nothing has this id', hint: 'See `amtsbote list`.' },
  AB_ANSWER_NOT_ALLOWED: { title: 'This answer is not allowed for this delivery', hint: '`amtsbote show` names the allowed answers.' },
  // intake
  AB_PORTAL_UNREACHABLE: {
    title: 'The portal cannot be reached',
    hint: 'Check the address, the network and the credentials; nothing is lost.',
  },
  AB_FILE_UNREADABLE: {
    title: 'A file of the submission cannot be read',
    hint: 'Check owner and modes of the file in the incoming folder.',
  },
  AB_FILE_NAME: {
    title: 'The name of a file cannot be read',
    hint: 'Rename it in UTF-8: it is then taken in as a submission of its own. Answer this case afterwards.',
  },
  AB_FILE_TOO_LARGE: {
    title: 'A file is larger than allowed',
    hint: 'Raise the limit of the portal, or ask the sender for a smaller file.',
  },
  AB_ZIP_BROKEN: { title: 'The zip archive is broken', hint: 'Ask the portal to send it again.' },
  AB_ZIP_UNSAFE: { title: 'The zip archive has an unsafe entry', hint: 'Do not unpack it by hand; ask the portal what produced it.' },
  AB_ZIP_BOMB: {
    title: 'The zip archive unpacks to more than allowed',
    hint: 'Raise the limits of the portal only if the sender is known.',
  },
  AB_MESSAGE_MISSING: { title: 'The submission has no message', hint: 'One XML or JSON message belongs into each submission.' },
  AB_MESSAGE_AMBIGUOUS: {
    title: 'The submission has more than one message',
    hint: 'One XML or JSON message belongs into each submission.',
  },
  // portals that sign and encrypt
  AB_PORTAL_REFUSED: {
    title: 'The portal refuses our request',
    hint: 'Check that the client has the role it needs and is linked with the destination; nothing is lost.',
  },
  AB_PORTAL_DEADLINE: {
    title: 'The portal will soon reject a submission by itself',
    hint: 'Deliver or answer it now: what the portal rejects can no longer be fetched.',
  },
  AB_EVENT_LOG_INVALID: {
    title: 'The event log of the portal does not prove where the submission comes from',
    hint: 'Do not enter it; ask the operator of the portal what happened.',
  },
  AB_TAG_MISMATCH: {
    title: 'Content is not what the event log of the portal says was sent',
    hint: 'Do not enter it; it was exchanged, added or left out after it was sent.',
  },
  AB_DECRYPTION_FAILED: {
    title: 'Content cannot be decrypted',
    hint: 'The sender must encrypt it again with the published key of the destination.',
  },
  AB_DECRYPTION_KEY_MISSING: {
    title: 'The private key that content was encrypted for is not configured',
    hint: 'Add it to `decryptionKeys` of the destination; it is fetched again with the next run.',
  },
  AB_HASH_MISMATCH: {
    title: 'Content does not have the hash that the sender gave',
    hint: 'The sender must send it again.',
  },
  AB_METADATA_INVALID: {
    title: 'The metadata of the submission do not match their schema, or its version is not taken',
    hint: 'The sender must correct them, or `metadataVersions` must allow their version.',
  },
  AB_ATTACHMENTS_DIFFER: {
    title: 'The attachments are not those that were announced',
    hint: 'The sender must send it again.',
  },
  AB_SERVICE_NOT_OFFERED: {
    title: 'The destination does not offer this service, region, schema or way to answer',
    hint: 'Compare what the destination publishes; or ask the sender why it came here.',
  },
  AB_REPORT_REFUSED: {
    title: 'The portal does not take our report',
    hint: 'Compare the state that the portal shows with `amtsbote show`; it may have been answered elsewhere.',
  },
  AB_CLOCK_WRONG: {
    title: 'The clock of this computer is not that of the portal',
    hint: 'Let the clock of this computer follow a time server (NTP).',
  },
  AB_DESTINATION_INACTIVE: {
    title: 'The destination is not active',
    hint: 'Activate it in the portal for self-service: senders are refused until then.',
  },
  AB_KEY_NOT_PUBLISHED: {
    title: 'The destination does not publish our key',
    hint: 'Upload its public half (`amtsbote fit-connect keys export`) at the destination.',
  },
  AB_KEY_UNFIT: {
    title: 'A published key may not be used for what it is needed for',
    hint: 'Publish it as `amtsbote fit-connect keys export` writes it.',
  },
  AB_KEYS_CHANGING: {
    title: 'The keys of the destination are being changed',
    hint: '`amtsbote fit-connect keys check` names the next step.',
  },
  AB_REPLY_NOT_CONFIGURED: {
    title: 'Applicants may choose a way to be answered that nothing serves',
    hint: 'Configure it (`mailbox`, `replies`), or take the channel from the destination.',
  },
  AB_CERTIFICATE_INVALID: {
    title: 'The certificate of a published key is not accepted',
    hint: 'Nothing is received or sent with such a key, and nothing is rejected: ask whose key it is, or correct `certificates.roots`.',
  },
  AB_CERTIFICATE_NOT_CHECKED: {
    title: 'Whether a certificate was revoked is not known now',
    hint: 'It is tried again with the next run; see `certificates.crls`.',
  },
  AB_CERTIFICATE_EXPIRES: {
    title: 'A certificate expires soon, or has expired',
    hint: 'Change the keys (`amtsbote fit-connect keys rotate`), with a new certificate.',
  },
  AB_CALLBACK_NOT_SET: {
    title: 'Callbacks are set on one side only',
    hint: 'Set address and secret at the destination, and `callbackSecret` in the configuration; or neither.',
  },
  // reading
  AB_XML_MALFORMED: { title: 'The message is not well-formed XML', hint: 'The sender must correct it.', officialCode: 'X000' },
  AB_XML_DOCTYPE: {
    title: 'The message has a DOCTYPE, which is refused',
    hint: 'The sender must leave it out; nothing was loaded or expanded.',
    officialCode: 'X000',
  },
  AB_XML_LIMIT: {
    title: 'The message exceeds a limit for XML',
    hint: 'Size, depth, attributes or text are beyond what is read safely.',
    officialCode: 'X000',
  },
  AB_XML_ENCODING: {
    title: 'The encoding of the message is wrong or not allowed',
    hint: 'The bytes must be in the encoding that the message declares.',
    officialCode: 'X000',
  },
  AB_JSON_MALFORMED: { title: 'The message is not well-formed JSON', hint: 'The sender must correct it.', officialCode: 'X000' },
  AB_READING_DIED: {
    title: 'The program ended several times while it read the message',
    hint: 'Report it with size and kind of the message. `amtsbote resolve --retry` reads it once more.',
  },
  AB_MESSAGE_EMPTY: { title: 'The message is empty', hint: 'Ask the portal to send it again.', officialCode: 'X000' },
  AB_MESSAGE_UNKNOWN: {
    title: 'No route takes this kind of message',
    hint: 'Add a route for its root element and namespace, or ask why it came here.',
    officialCode: 'V001',
  },
  AB_ROUTE_AMBIGUOUS: { title: 'More than one route takes this message', hint: 'Make the routes of the portal exclude each other.' },
  AB_SCHEMA_INVALID: { title: 'The message does not match its schema', hint: 'The sender must correct it.', officialCode: 'X001' },
  AB_SCHEMA_NOT_CHECKED: {
    title: 'The message could not be checked against its schema',
    hint: 'Correct the schema files named in the message.',
  },
  AB_TEST_MESSAGE: {
    title: 'A test message may not go to a productive target',
    hint: 'Give the route a target with `productive: false`.',
    officialCode: 'S102',
  },
  AB_ID_REUSED: {
    title: 'A known message id came with other content',
    hint: 'Compare both submissions with `amtsbote show`.',
    officialCode: 'S050',
  },
  AB_ACCEPTED_BEFORE: {
    title: 'The portal was told "accepted" before this was found',
    hint: 'It can no longer be told a rejection: tell the applicant in another way, then answer the case.',
  },
  AB_SCHEMA_SET_UNKNOWN: { title: 'No schema set of this name', hint: 'See `amtsbote xoev list`; `amtsbote xoev import` adds one.' },
  AB_SCHEMA_SET_INVALID: {
    title: 'The schemas cannot be imported',
    hint: 'Import the complete set as it is published, and before it the sets it refers to.',
  },
  AB_SCHEMA_SET_CHANGED: {
    title: 'A file of a schema set was changed after its import',
    hint: 'Import the set again with --replace.',
  },
  AB_REFERENCE_BROKEN: {
    title: 'A reference inside the message leads nowhere, or an id stands twice',
    hint: 'The sender must correct it.',
    officialCode: 'X001',
  },
  AB_RULE_BROKEN: { title: 'The message breaks a rule of its standard', hint: 'The sender must correct it.', officialCode: 'X001' },
  AB_RULE_NOT_CHECKED: {
    title: 'A rule of the standard could not be run',
    hint: 'The message is not called valid; see the rule named in the message.',
  },
  AB_CODE_INVALID: { title: 'A code is not in its code list', hint: 'The sender must correct it.', officialCode: 'X011' },
  AB_CODE_LIST_UNKNOWN: {
    title: 'A code list is not at hand',
    hint: 'Import it: `amtsbote xoev import FILE` takes Genericode files.',
    officialCode: 'X010',
  },
  AB_CODE_LIST_NEWER: {
    title: 'The message uses a newer version of a code list than ours',
    hint: 'Import the newer list with `amtsbote xoev import FILE`.',
  },
  AB_HEADER_INCOMPLETE: {
    title: 'The header of the message lacks something that is needed',
    hint: 'The sender must complete it.',
    officialCode: 'X001',
  },
  AB_ANSWER_IMPOSSIBLE: {
    title: 'An answer in the form of the standard cannot be made',
    hint: 'The portal gets the plain report; see what is missing, and correct `answers` of the route.',
  },
  // mapping
  AB_MAPPING_INVALID: { title: 'The mapping is not valid', hint: 'Correct the line named in the message.' },
  AB_FIELD_MISSING: {
    title: 'A required field has no value in the message',
    hint: 'Complete it with the applicant, or correct the mapping.',
  },
  AB_FIELD_AMBIGUOUS: { title: 'A path matches more than one place in the message', hint: 'Make the path exact, or write `pick: first`.' },
  AB_FIELD_FORMAT: {
    title: 'A value does not have the format that the mapping expects',
    hint: 'Check the field in the message and the rule in the mapping.',
  },
  AB_FIELD_TOO_LONG: {
    title: 'A value is longer than the target takes',
    hint: 'Shorten it with the applicant; nothing is cut off silently.',
  },
  AB_CODE_UNKNOWN: {
    title: 'A code has no entry in the mapping',
    hint: 'Add the code to `codes.values`; nothing is passed through.',
    officialCode: 'X011',
  },
  AB_CHECK_FAILED: { title: 'A check of the mapping failed', hint: 'See the message of the check.' },
  AB_PATH_IMPOSSIBLE: {
    title: 'A path can never match in this version of the standard',
    hint: 'Correct the path; the nearest existing one is named.',
  },
  AB_FIELD_UNMAPPED: { title: 'A required field of the record is not mapped', hint: 'Add a rule for it to `fields` of the mapping.' },
  AB_CONTENT_UNREAD: {
    title: 'The message holds content that the mapping neither reads nor ignores',
    hint: 'Map it, or list it under `ignore`.',
  },
  AB_MAPPING_TEST_FAILED: {
    title: 'A test of a mapping failed',
    hint: 'See the difference; `amtsbote mapping test --update` takes the new result over.',
  },
  AB_CONSTANT_MISSING: { title: 'A constant of the mapping is not configured', hint: 'Add it to `constants` of the route.' },
  AB_CHARACTER_LOSSY: {
    title: 'A character cannot be written in the character set of the target',
    hint: 'Allow a transliteration for this target, or enter it by hand.',
  },
  AB_RECORD_INVALID: {
    title: 'The record does not have the shape the target takes',
    hint: 'Map the fields that the target requires, and no others.',
  },
  AB_ATTACHMENT_TYPE: {
    title: 'An attachment is of a kind that is not taken',
    hint: 'Look at it with care, on a machine made for that; enter by hand what is harmless, or extend `attachments.types`.',
  },
  AB_ATTACHMENT_INFECTED: {
    title: 'The virus scanner found something in an attachment',
    hint: 'Do not open it; ask the sender for another file, and tell who looks after security.',
  },
  AB_SCAN_UNAVAILABLE: {
    title: 'The virus scanner does not answer',
    hint: 'Start clamd and check `virusScan`; deliveries with attachments wait until then.',
  },
  AB_ATTACHMENT_UNUSED: { title: 'An attachment is used by no rule', hint: 'Map it to an upload field, or ignore it in the mapping.' },
  // targets
  AB_TARGET_UNREACHABLE: { title: 'The target cannot be reached', hint: 'Check the address and the network; the delivery is tried again.' },
  AB_TARGET_CLOSED: {
    title: 'The target takes no deliveries at this time',
    hint: 'Nothing to do: it is outside of the hours or within a maintenance window of the configuration; deliveries wait for its next opening.',
  },
  AB_TARGET_BUDGET: {
    title: 'The target has had its deliveries of this minute',
    hint: 'Nothing to do: the others follow. `limits.perMinute` of the target says how many.',
  },
  AB_TARGET_THROTTLED: { title: 'The target asks to slow down', hint: 'Nothing to do: the delivery is tried again later.' },
  AB_TARGET_BROKEN: {
    title: 'The target answered with a fault of its own',
    hint: 'The delivery is tried again; tell the vendor if it stays.',
  },
  AB_TARGET_REFUSED: {
    title: 'The target did not take the record',
    hint: 'Check the fields named by the target; the mapping may be at fault.',
  },
  AB_STATUS_UNKNOWN: {
    title: 'The target names a state that the configuration does not list',
    hint: 'Add it to `status.values` of the record; until then the portal is told nothing of it.',
  },
  AB_TARGET_REJECTED: { title: 'The target rejected the content', hint: 'The applicant must correct it.' },
  AB_LOGIN_FAILED: {
    title: 'The login at the target failed',
    hint: 'Check the account; all deliveries of this target are paused so that it is not locked.',
  },
  AB_PASSWORD_CHANGE: {
    title: 'The target asks for a new password',
    hint: 'Log in by hand, choose a new password, store it with `amtsbote secret set`, then `amtsbote resolve --retry`.',
  },
  AB_SCREEN_CHANGED: {
    title: 'A screen of the target has changed',
    hint: '`amtsbote doctor` shows what has changed. Correct the description of the target, then run it again: the pause ends when all is well.',
  },
  AB_FORM_CHANGED: { title: 'The form of the target is not as described', hint: 'Compare the screen with the description of the target.' },
  AB_NOT_CONFIRMED: {
    title: 'The person who watched did not let it go on',
    hint: 'Nothing was sent; answer the case with `amtsbote resolve`.',
  },
  AB_FORM_NOT_FILLED: { title: 'A field of the form did not take its value', hint: 'See the field in the evidence; nothing was sent.' },
  AB_COMMIT_NOT_SEEN: {
    title: 'The click sent nothing',
    hint: 'Nothing was entered; compare the commit of the description with the page.',
  },
  AB_COMMIT_TWICE: { title: 'A second saving request was held back', hint: 'Declare it as a follow-up, or correct the description.' },
  AB_OUTCOME_UNKNOWN: {
    title: 'It is not known whether the target saved the record',
    hint: 'It is looked up before anything is sent again.',
  },
  AB_OUTCOME_UNRESOLVED: {
    title: 'The target cannot tell whether it has the record',
    hint: 'Look in the target by the delivery key, then answer with `amtsbote resolve`.',
  },
  AB_RESTORED: {
    title: 'The ledger comes from a backup, and this may have been delivered since',
    hint: 'It is looked up in the target; where that is not possible, look there by the delivery key, then answer with `amtsbote resolve`.',
  },
  AB_DELIVERY_DIED: {
    title: 'The program ended several times before this could be sent',
    hint: 'Nothing was sent. Report it with target and kind of the message; `amtsbote resolve --retry` tries again.',
  },
  AB_LOOK_UP_FAILED: {
    title: 'The target could not be searched, time and again',
    hint: 'Look in the target by the delivery key, then answer with `amtsbote resolve`; `--retry` looks first.',
  },
  AB_FOUND_TWICE: {
    title: 'The target has more than one record with this delivery key',
    hint: 'Clear it in the target, then answer with `amtsbote resolve --delivered REFERENCE`.',
  },
  AB_PROOF_MISSING: { title: 'The saved record does not show what was sent', hint: 'Compare the record in the target with the evidence.' },
  AB_RECORD_INCOMPLETE: {
    title: 'The target holds a record that is not complete',
    hint: 'Complete or delete it in the target, or mend the cause; then answer with `amtsbote resolve`. `--retry` goes on where it stopped.',
  },
  AB_RETRIES_EXHAUSTED: { title: 'The delivery failed too often', hint: 'Mend the cause, then `amtsbote resolve --retry`.' },
  AB_DEADLINE: { title: 'A step took longer than allowed', hint: 'The message ends with the steps that were done.' },
  AB_INTERRUPTED: { title: 'The run was interrupted', hint: 'Start it again; it goes on where it stopped.' },
  AB_BROWSER_MISSING: {
    title: 'No browser was found',
    hint: 'Install Edge, Chrome or Chromium, or run `npx playwright-core install chromium`.',
  },
  AB_DEFECT: { title: 'A defect in Amtsbote or in a connector', hint: 'Please report it with the code and the place.' },
} as const;

/** A code of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** What the table says of a code. */
export interface ErrorCodeEntry {
  /** What happened, as a title. */
  readonly title: string;
  /** What to do. */
  readonly hint: string;
  /** The code of the standards' error lists (xbau-fehlerkennzahlen) that means the same. */
  readonly officialCode?: string;
}
