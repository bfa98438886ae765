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
    diagnostics.on('keysUnavailable', ({ url, status }) =>
      log.warn({ url, status }, 'the keys that tokens are checked with cannot be fetched (AUTH_JWKS_URL); those known before stay good'),
    ),
  );
  listening.use(diagnostics.on('connectionClosed', ({ code, reason }) => log.debug({ code, reason }, 'a connection closed')));
  listening.use(diagnostics.on('unexpectedError', ({ errorId, error }) => log.error({ errorId, err: error }, 'unexpected error')));
  return listening;
}
