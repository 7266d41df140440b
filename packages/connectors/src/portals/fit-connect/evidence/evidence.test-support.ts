import { randomUUID } from 'node:crypto';
import type { EvidenceCheck, PortalProof } from '@amtsbote/sdk';
import { nodeSet, testKeys } from '../fit-connect.test-support.ts';
import { standardNames } from '../names.ts';
import { evidenceFiles, jsonFile, keysFile } from './format.ts';
import { verifyProof } from './verify-proof.ts';

export const service = testKeys('service', 'signature');
export const destination = testKeys('destination', 'signature');
export const stranger = testKeys('stranger', 'signature');

export const submission = randomUUID();
export const matter = randomUUID();
export const destinationId = randomUUID();
export const receivedAt = Date.UTC(2026, 10, 22, 12);
const attachment = randomUUID();
const tag = (letter: string): string => letter.repeat(21).concat('A');
export const tags = { metadata: tag('m'), data: tag('d'), attachments: { [attachment]: tag('a') } };
export const otherTags = { ...tags, attachments: { [attachment]: tag('b') } };

/** The claims of an event about the submission. */
export function claims(kind: string, changes: object = {}, payload: object = {}): Record<string, unknown> {
  return {
    $schema: standardNames.setSchema.replace('*', '1.2.2'),
    jti: randomUUID(),
    iss: 'https://service.example/submission-api',
    iat: receivedAt / 1000 - 60,
    sub: `submission:${submission}`,
    txn: `case:${matter}`,
    events: { [`${standardNames.events}${kind}`]: payload },
    ...changes,
  };
}

export const created = (changes: object = {}): string => nodeSet(claims('create-submission', changes), service);
export const submitted = (changes: object = {}, payload: object = { authenticationTags: tags }): string =>
  nodeSet(claims('submit-submission', changes, payload), service);
export const accepted = (changes: object = {}, payload: object = { authenticationTags: tags }): string =>
  nodeSet(claims('accept-submission', { iss: destinationId, iat: receivedAt / 1000 + 60, ...changes }, payload), destination);
export const rejected = (payload: object = { problems: [{ type: `${standardNames.problems}hash-mismatch` }] }): string =>
  nodeSet(claims('reject-submission', { iss: destinationId, iat: receivedAt / 1000 + 60 }, payload), destination);

/** The files of a proof that holds, as it is kept. */
export function goodFiles(): Map<string, string> {
  return new Map([
    [evidenceFiles.context, jsonFile({ submission, matter, destination: destinationId, events: standardNames.events })],
    [evidenceFiles.tags, jsonFile({ announced: tags, computed: tags })],
    [evidenceFiles.events, `${created()}\n${submitted()}\n`],
    [evidenceFiles.serviceKeys, keysFile([service.publicJwk])],
    [evidenceFiles.answer, `${accepted()}\n`],
    [evidenceFiles.answerKeys, keysFile([destination.publicJwk])],
  ]);
}

/** How each check of a proof ended, by its short name. */
export async function endsOf(
  files: ReadonlyMap<string, string>,
  changes: Partial<PortalProof> = {},
): Promise<Readonly<Record<string, string>>> {
  const proof: PortalProof = {
    files,
    portalId: submission,
    receivedAt,
    told: [{ kind: 'accepted', sentAt: receivedAt + 60_000 }],
    now: receivedAt + 3 * 365 * 86_400_000,
    ...changes,
  };
  const checks: readonly EvidenceCheck[] = await verifyProof(proof);
  return Object.fromEntries(checks.map(({ name, outcome }) => [name.replace('fit-connect.', ''), outcome]));
}

/** The names of the checks that failed. */
export async function failedOf(files: ReadonlyMap<string, string>, changes: Partial<PortalProof> = {}): Promise<readonly string[]> {
  return Object.entries(await endsOf(files, changes))
    .filter(([, outcome]) => outcome === 'failed')
    .map(([name]) => name);
}
