/** A problem as it goes over the wire. */
export interface ProblemEntry {
  readonly status: number;
  /** The last part of its type, after the dialect's prefix. */
  readonly type: string;
  readonly title: string;
}

/**
 * Every problem the service answers with. Of the types only `submission-not-found`, `destination-not-found` and
 * `destination-state-invalid` are in public documentation; the others are named in their manner and can be replaced.
 */
export const problems = {
  'bad-request': { status: 400, type: 'bad-request', title: 'Bad Request' },
  'token-invalid': { status: 401, type: 'unauthorized', title: 'Access token missing, unknown or expired' },
  forbidden: { status: 403, type: 'forbidden', title: 'Not allowed for this client' },
  'not-linked': { status: 403, type: 'client-not-linked', title: 'Client is not linked to the destination' },
  'user-agent': { status: 403, type: 'user-agent-missing', title: 'Request without a proper User-Agent' },
  'not-found': { status: 404, type: 'not-found', title: 'Not Found' },
  'destination-not-found': { status: 404, type: 'destination-not-found', title: 'Destination not found' },
  'key-not-found': { status: 404, type: 'key-not-found', title: 'Key not found' },
  'submission-not-found': { status: 404, type: 'submission-not-found', title: 'Submission not found' },
  'reply-not-found': { status: 404, type: 'reply-not-found', title: 'Reply not found' },
  'attachment-not-found': { status: 404, type: 'attachment-not-found', title: 'Attachment not found' },
  'case-not-found': { status: 404, type: 'case-not-found', title: 'Case not found' },
  'method-not-allowed': { status: 405, type: 'method-not-allowed', title: 'Method Not Allowed' },
  'state-conflict': { status: 409, type: 'state-transition-invalid', title: 'Illegal state transition' },
  'too-large': { status: 413, type: 'payload-too-large', title: 'Payload too large' },
  'media-type': { status: 415, type: 'unsupported-media-type', title: 'Unsupported Media Type' },
  'destination-state-invalid': { status: 422, type: 'destination-state-invalid', title: 'Destination is not active' },
  'callback-invalid': { status: 422, type: 'callback-invalid', title: 'Callback address not allowed' },
  'attachment-not-announced': { status: 422, type: 'attachment-not-announced', title: 'Attachment was not announced' },
  'attachments-missing': { status: 422, type: 'attachments-missing', title: 'Announced attachments are missing' },
  'attachments-invalid': { status: 422, type: 'attachments-invalid', title: 'Announced attachments are not acceptable' },
  'service-not-offered': { status: 422, type: 'service-not-offered', title: 'The destination does not offer this service' },
  'jwe-invalid': { status: 422, type: 'jwe-invalid', title: 'Invalid JWE' },
  'data-missing': { status: 422, type: 'data-missing', title: 'Encrypted data is missing' },
  'event-invalid': { status: 422, type: 'security-event-token-invalid', title: 'Invalid security event token' },
  'too-many-requests': { status: 429, type: 'too-many-requests', title: 'Too Many Requests' },
  'internal-error': { status: 500, type: 'internal-error', title: 'Internal Server Error' },
} as const;

/** One of {@link problems}. */
export type ProblemName = keyof typeof problems;

/** Ends the handling of a request with a problem. */
export class ApiProblem extends Error {
  readonly problem: ProblemName;
  /** What the problem says in `issue`; only for event tokens. */
  readonly issue: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: ProblemName, detail: string, extra: { issue?: string; headers?: Readonly<Record<string, string>> } = {}) {
    super(detail);
    this.problem = problem;
    this.issue = extra.issue;
    this.headers = extra.headers ?? {};
  }
}
