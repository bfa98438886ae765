/** Why something ended, and what helps: coming back, a new place, or nothing. */

/** Ended for good: trying again cannot help. */
export class StreamError extends Error {
  /** `extensions.code` of the gateway, or the close code of the connection. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'StreamError';
    this.code = code;
  }
}

/** The gateway cannot go on from the place of a subscription: something may be missing from here on. */
export type Refusal = {
  readonly code: 'CURSOR_INVALID' | 'CURSOR_EXPIRED' | 'LOG_TRUNCATED';
  readonly message: string;
  /** The oldest place that the gateway can go on from; null where it does not know. */
  readonly oldestCursor: string | null;
};

export type Problem = {
  readonly code: string;
  readonly message: string;
  readonly resumeAfter: string | null;
  readonly oldestCursor: string | null;
};

/** A mistake in the client, or a right that it does not have. */
const FATAL_CODES: ReadonlySet<string> = new Set([
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'LIMIT_EXCEEDED',
  'PERSISTED_OPERATION_NOT_FOUND',
  'PERSISTED_OPERATION_REQUIRED',
  'TENANT_NOT_SERVED',
]);

/** The same of a connection. 4403 is none of them: another token may do. */
const FATAL_CLOSE_CODES: ReadonlySet<number> = new Set([1008, 1009, 4400, 4401, 4406, 4409, 4429]);

/** Of the errors of a frame or of a result: the first one counts. */
export function problemOf(errors: readonly unknown[]): Problem {
  const [first] = errors as readonly { readonly message?: unknown; readonly extensions?: Record<string, unknown> }[];
  const { code, resumeAfter, oldestCursor } = first?.extensions ?? {};
  return {
    code: typeof code === 'string' ? code : 'UNKNOWN',
    message: String(first?.message ?? 'The gateway did not say why.'),
    resumeAfter: typeof resumeAfter === 'string' ? resumeAfter : null,
    oldestCursor: typeof oldestCursor === 'string' ? oldestCursor : null,
  };
}

export function isFatal({ code }: Problem): boolean {
  return FATAL_CODES.has(code);
}

export function isFatalClose(code: number | null): boolean {
  return code !== null && FATAL_CLOSE_CODES.has(code);
}

export function refusalOf({ code, message, oldestCursor }: Problem): Refusal | null {
  return code === 'CURSOR_INVALID' || code === 'CURSOR_EXPIRED' || code === 'LOG_TRUNCATED' ? { code, message, oldestCursor } : null;
}
