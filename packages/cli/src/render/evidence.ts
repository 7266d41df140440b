import type { EvidenceCheck, EvidenceVerification, VerifiedSubmission } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { enEvidence } from '../texts/en-evidence.ts';
import type { TextKey } from '../texts/texts.ts';
import { plain } from './plain.ts';
import { indent, table } from './table.ts';
import { time } from './values.ts';

/** `amtsbote evidence verify` for people: each check, what is gone, and what no check can tell. */
export function evidenceText(result: EvidenceVerification, view: View): string {
  const { t, style } = view;
  const all = [...result.checks, ...result.submissions.flatMap(({ checks }) => checks)];
  const failed = all.filter(({ outcome }) => outcome === 'failed').length;
  const lines = [
    result.ok ? style.green(t('evidence.good')) : style.red(t('evidence.bad', { count: failed })),
    checkLines(result.checks, view),
    ...result.submissions.flatMap((submission) => ['', ...submissionLines(submission, view)]),
    '',
    t('evidence.cannotProve'),
    ...unprovedOf(result, all, view).map((line) => indent(`- ${line}`, 2)),
  ];
  return lines.join('\n');
}

function submissionLines(submission: VerifiedSubmission, view: View): readonly string[] {
  const { t, style } = view;
  const { id, portal = '?', state = '?', receivedAt, references, purged = {}, checks } = submission;
  const at = receivedAt === undefined ? '?' : time(Date.parse(receivedAt), view);
  return [
    style.bold(t('evidence.ofSubmission', { id, portal: plain(portal), state: stateText(state, view), at })),
    ...references.map(({ target, reference }) =>
      indent(t('evidence.reference', { target: plain(target), reference: plain(reference) }), 2),
    ),
    ...Object.entries(purged).map(([kind, when]) =>
      indent(t('evidence.purged', { kind: knownText(`purge.kind.${kind}`, kind, view), at: time(Date.parse(when), view) }), 2),
    ),
    checkLines(checks, view),
  ];
}

function checkLines(checks: readonly EvidenceCheck[], view: View): string {
  const rows = checks.map((check) => [outcomeText(check, view), checkText(check, view), plain(check.detail ?? '')]);
  return indent(table(rows), 2);
}

function outcomeText(check: EvidenceCheck, { t, style }: View): string {
  const { outcome } = check;
  const text = t(`evidence.outcome.${outcome === 'absent' ? absentKind(check) : outcome}`);
  return outcome === 'failed' ? style.red(text) : outcome === 'ok' ? style.green(text) : style.dim(text);
}

/** Some things are not in an archive at all: a reader names them, or they are there and prove nothing. */
function absentKind({ name, detail }: EvidenceCheck): 'unnamed' | 'unproved' | 'absent' {
  if (/(trust|\.certificates)$/.test(name)) return 'unnamed';
  return detail !== undefined && /\.(tags|unproved)$/.test(name) ? 'unproved' : 'absent';
}

/** Checks of other connectors have no text here: their name is told. */
function checkText({ name }: EvidenceCheck, { t }: View): string {
  const key = `evidence.check.${name}`;
  return Object.hasOwn(enEvidence, key) ? t(key as TextKey) : plain(name);
}

const states = new Set(['received', 'routed', 'case', 'rejected', 'accepted']);
const purgeKinds = new Set(['purge.kind.content', 'purge.kind.evidence', 'purge.kind.metadata', 'purge.kind.history', 'purge.kind.hashes']);

function stateText(state: string, { t }: View): string {
  return states.has(state) ? t(`state.${state}` as TextKey) : plain(state);
}

function knownText(key: string, other: string, { t }: View): string {
  return purgeKinds.has(key) ? t(key as TextKey) : plain(other);
}

function unprovedOf({ signedBy }: EvidenceVerification, all: readonly EvidenceCheck[], { t }: View): readonly string[] {
  const isAbsent = (suffix: string): boolean => all.some(({ name, outcome }) => name.endsWith(suffix) && outcome === 'absent');
  return [
    ...(signedBy !== undefined && isAbsent('signature-trust') ? [t('evidence.untrustedSigner', { thumbprint: signedBy })] : []),
    ...(isAbsent('.trust') ? [t('evidence.untrustedService')] : []),
    t('evidence.historyKeyed'),
    t('evidence.revocation'),
    t('evidence.content'),
  ];
}
