/** The log: JSON lines on stderr, readable on a terminal. Never a payload, a token or a caller's number. */
import { pino } from 'pino';
import type { Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Diagnostics } from './diagnostics.ts';

export function createLog(level: string): Logger {
  const stream = process.stderr.isTTY
    ? pretty({ destination: 2, sync: true, ignore: 'pid,hostname' })
    : pino.destination({ dest: 2, sync: true });
  return pino({ level, base: { pid: process.pid } }, stream);
}

/** A person wants to see that something moves; a file of log lines only has to tell how long it took. */
const PROGRESS_INTERVAL_MS = process.stderr.isTTY ? 2_000 : 10_000;

const grouped = (count: number): string => count.toLocaleString('en-US');

/** Of each kind. Thousands that come back at once would fill the log with what a count says as well. */
const AUDIT_LINES_PER_SECOND = 20;

/** Whether one more may pass now: how many were held back since the last that did, or null. */
function rateLimit(perSecond: number): () => number | null {
  let [secondMs, passed, heldBack] = [-Infinity, 0, 0];
  return () => {
    const nowMs = performance.now();
    if (nowMs - secondMs >= 1000) [secondMs, passed] = [nowMs, 0];
    if (passed === perSecond) {
      heldBack += 1;
      return null;
    }
    const before = heldBack;
    [passed, heldBack] = [passed + 1, 0];
    return before;
  };
}

/** Writes down what is told until it is disposed. */
export function logDiagnostics(log: Logger, diagnostics: Diagnostics): Disposable {
  const listening = new DisposableStack();
  let progressAtMs = -Infinity;
  listening.use(
    diagnostics.on('replayProgress', (progress) => {
      if (performance.now() - progressAtMs < PROGRESS_INTERVAL_MS) return;
      progressAtMs = performance.now();
      const { recordsRead, recordsInAll, recordsPerSecond, remainingSeconds } = progress;
      const percent = recordsInAll === 0 ? 100 : Math.floor((recordsRead / recordsInAll) * 100);
      const rest = remainingSeconds === null ? '' : `, about ${grouped(remainingSeconds)} s to go`;
      log.info(
        process.stderr.isTTY ? {} : progress,
        `reading history: ${grouped(recordsRead)} of ${grouped(recordsInAll)} records (${percent} %), ${grouped(recordsPerSecond)}/s${rest}`,
      );
    }),
  );
  const rejected = new Map<string, number>();
  listening.use(
    diagnostics.on('recordRejected', ({ topic, partition, offset, reason, count }) => {
      const kind = `${topic} ${reason}`;
      const total = (rejected.get(kind) ?? 0) + count;
      rejected.set(kind, total);
      // A topic full of poison must not fill the log: the first, then every power of ten. The metrics have every one.
      const level = Number.isInteger(Math.log10(total)) ? 'warn' : 'debug';
      log[level]({ topic, partition, offset: String(offset), reason, total }, 'a record is no event and was skipped');
    }),
  );
  listening.use(diagnostics.on('sourceTrouble', ({ problem }) => log.warn(problem)));
  listening.use(diagnostics.on('sourceRecovered', () => log.info('the log can be read again')));
  listening.use(
    diagnostics.on('sourceRestarted', ({ reason }) => log.warn({ reason }, 'the reader of the log was built anew at its own position')),
  );
  listening.use(
    diagnostics.on('sourceGap', ({ topic, partition, fromOffset, toOffset }) =>
      log.error(
        { topic, partition, fromOffset: String(fromOffset), toOffset: String(toOffset) },
        'records are gone from the log before they were read',
      ),
    ),
  );
  listening.use(
    diagnostics.on('sourceCaughtUp', ({ records }) =>
      log.info({ records }, 'ready: the log has been read up to where it ended at the start'),
    ),
  );
  listening.use(
    diagnostics.on('checkpointRead', ({ path, outcome, entities, problem }) => {
      if (problem !== null) log.warn({ path, outcome }, `the checkpoint is not used: ${problem}`);
      else if (outcome === 'ABSENT') log.info({ path }, 'there is no checkpoint yet');
      else log.info({ path, entities }, 'the state of the checkpoint is known; what came after it is read from the log');
    }),
  );
  listening.use(diagnostics.on('checkpointWritten', (written) => log.debug(written, 'a checkpoint was written')));
  listening.use(
    diagnostics.on('checkpointFailed', ({ path, problem }) =>
      log.warn({ path }, `the checkpoint could not be written, and is tried again when the next one is due: ${problem}`),
    ),
  );
  listening.use(
    diagnostics.on('keysUnavailable', ({ url, status }) =>
      log.warn({ url, status }, 'the keys that tokens are checked with cannot be fetched (AUTH_JWKS_URL); those known before stay good'),
    ),
  );
  listening.use(
    diagnostics.on('overload', ({ rising, ...load }) =>
      log[rising ? 'warn' : 'info'](load, `overload: ${describeShedding(load.shedding)} from now on`),
    ),
  );
  const auditable = new Map<string, () => number | null>();
  listening.use(
    diagnostics.on('audit', ({ what, ...note }) => {
      const admit = auditable.get(what) ?? rateLimit(AUDIT_LINES_PER_SECOND);
      auditable.set(what, admit);
      const suppressed = admit();
      if (suppressed !== null) log.info({ audit: what, ...note, ...(suppressed === 0 ? {} : { suppressed }) }, `audit: ${what}`);
    }),
  );
  listening.use(diagnostics.on('connectionClosed', ({ code, reason }) => log.debug({ code, reason }, 'a connection closed')));
  listening.use(diagnostics.on('unexpectedError', ({ errorId, error }) => log.error({ errorId, err: error }, 'unexpected error')));
  return listening;
}

function describeShedding(what: readonly string[]): string {
  return what.length === 0 ? 'nothing is refused' : `new ${what.join('s and new ')}s are refused`;
}
