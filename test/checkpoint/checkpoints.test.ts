/** A checkpoint is whole and of this log, or it is not used; and whatever fails while it is written, the one before stays good. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';
import { agentsOf, everything, scopeOf, TENANT, TOPICS } from '../state/log.ts';
import type { Log } from '../state/log.ts';
import { until } from '../support/until.ts';
import { centre, CLUSTER, openSite, temporaryFolder } from './site.ts';
import type { Site } from './site.ts';

const scope = scopeOf(TENANT);
const isEmpty = ({ state }: Site): boolean => agentsOf(state, scope).length === 0;

/** The file of a checkpoint of some agents, and the state that it is of. */
async function written(path: string, agents = 20): Promise<Log> {
  const log = centre(agents);
  const site = await openSite(path, { state: log.state });
  await site[Symbol.asyncDispose]();
  expect(site.failed).toEqual([]);
  return log;
}

/** With another head, and the checksum that belongs to it. */
function withHead(bytes: Buffer, change: Record<string, unknown>): Buffer {
  const lines = bytes.toString().trimEnd().split('\n');
  const head = { ...(JSON.parse(lines[0] ?? '') as object), ...change };
  const body = `${[JSON.stringify(head), ...lines.slice(1, -1)].join('\n')}\n`;
  return Buffer.from(`${body}${JSON.stringify({ sha256: createHash('sha256').update(body).digest('hex') })}\n`);
}

describe('a checkpoint', () => {
  it('brings back the state, and is the owner’s only', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const log = await written(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await using site = await openSite(path);
    expect(site.read).toEqual([{ path, outcome: 'RESTORED', entities: 62, problem: null }]);
    expect(everything(site.state, scope)).toEqual(everything(log.state, scope));
    expect(site.checkpoints.meet(CLUSTER)).toMatchObject({
      offsets: new Map([
        [TOPICS.agentState, new Map([[0, 40n]])],
        [TOPICS.callThread, new Map([[0, 20n]])],
      ]),
    });
    expect(readdirSync(folder.path)).toEqual(['state']);
  });

  it('is read whatever its size and wherever its lines end: larger than what is read at a time, with lines that are', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const log = centre(1500);
    log.call('large', 'EventRinging', { ConnID: 'c', ThisDN: '1', Extensions: { text: 'ü'.repeat(450_000) } });
    await using first = await openSite(path, { state: log.state });
    await first.checkpoints[Symbol.asyncDispose]();
    expect(statSync(path).size).toBeGreaterThan(3 * 1024 * 1024);
    await using site = await openSite(path);
    expect(everything(site.state, scope)).toEqual(everything(log.state, scope));
  });

  it('is not there at first, and nothing is read', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    await using site = await openSite(path);
    expect(site.read).toEqual([{ path, outcome: 'ABSENT', entities: 0, problem: null }]);
    expect(isEmpty(site)).toBe(true);
  });

  it('that is damaged is not used, not even in part, and is put aside when the next one is written', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    await written(path);
    const whole = readFileSync(path);
    const lines = whole.toString().split('\n');
    const random = createRandom(5);
    const flipped = Array.from({ length: 60 }, (): [string, Buffer] => {
      const bytes = Buffer.from(whole);
      const at = random.below(bytes.length);
      const bit = random.below(8);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      return [`bit ${bit} of byte ${at} flipped`, bytes];
    });
    const damaged: [string, Buffer][] = [
      ...flipped,
      ['empty', Buffer.alloc(0)],
      ['one new line', Buffer.from('\n')],
      ['garbage', Buffer.from(Array.from({ length: 5000 }, () => random.below(256)))],
      ['another file', Buffer.from('{"name":"voice-events-gateway"}\n')],
      ['zeros at its end, as after a loss of power', Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096)])],
      ['twice', Buffer.concat([whole, whole])],
      ['something behind it', Buffer.concat([whole, Buffer.from('x')])],
      ['a line less', Buffer.from([...lines.slice(0, 5), ...lines.slice(6)].join('\n'))],
      ['the last line alone missing', Buffer.from(`${lines.slice(0, -2).join('\n')}\n`)],
      ['the new line at its end missing', whole.subarray(0, -1)],
      ...[1, 10, 100, 1000, 5000].map((bytes): [string, Buffer] => [`${bytes} bytes missing at its end`, whole.subarray(0, -bytes)]),
      ...[1, 50, 500].map((bytes): [string, Buffer] => [`only ${bytes} bytes`, whole.subarray(0, bytes)]),
      ['another format, though its checksum is right', withHead(whole, { version: 0 })],
    ];
    for (const [what, bytes] of damaged) {
      writeFileSync(path, bytes);
      const site = await openSite(path);
      expect.soft(site.read, what).toEqual([
        {
          path,
          outcome: what.includes('flipped') ? expect.stringMatching(/^(?:DAMAGED|NEWER|OTHER_TOPICS|OTHER_TENANTS)$/) : 'DAMAGED',
          entities: 0,
          problem: expect.any(String),
        },
      ]);
      expect.soft(isEmpty(site), what).toBe(true);
      await site[Symbol.asyncDispose]();
      expect.soft(readFileSync(`${path}.refused`).equals(bytes), what).toBe(true);
    }
  });

  it.each([
    ['of another cluster', { clusterId: 'another cluster' }, 'OTHER_CLUSTER'],
    ['of a cluster without an id', { clusterId: null }, 'OTHER_CLUSTER'],
    ['of other topics', { topics: { agentState: 'others', callThread: TOPICS.callThread } }, 'OTHER_TOPICS'],
    ['of topics that have changed places', { topics: { agentState: TOPICS.callThread, callThread: TOPICS.agentState } }, 'OTHER_TOPICS'],
    ['of some tenants only', { tenants: ['acme'] }, 'OTHER_TENANTS'],
    ['of a newer gateway', { version: 2 }, 'NEWER'],
  ])('%s is not used', async (_name, change, outcome) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    await written(path);
    const other = withHead(readFileSync(path), change);
    writeFileSync(path, other);
    await using site = await openSite(path);
    expect(site.read).toEqual([{ path, outcome, entities: 0, problem: expect.any(String) }]);
    expect(isEmpty(site)).toBe(true);
    expect(site.checkpoints.meet(CLUSTER)).toBeNull();
    // Nothing has been written yet.
    expect(readFileSync(path).equals(other)).toBe(true);
  });

  it('of more tenants than are kept now is used', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    await written(path);
    writeFileSync(path, withHead(readFileSync(path), { tenants: ['acme', 'globex'] }));
    const ours = { topics: TOPICS, tenants: new Set(['acme']), dayTimeZone: 'UTC' };
    await using site = await openSite(path, { ours });
    expect(site.read).toMatchObject([{ outcome: 'RESTORED' }]);
  });

  it('waits for the cluster: until it is known nothing is used, and nothing written over it', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    await written(path);
    const before = readFileSync(path);
    const log = { caughtUp: false, clusterId: null as string | null };
    const fresh = centre(0);
    const unmet = { state: fresh.state, isMet: false, log: () => log };
    const site = await openSite(path, unmet);
    expect(site.read).toEqual([]);
    log.caughtUp = true;
    await site[Symbol.asyncDispose]();
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(site.failed).toEqual([]);

    // Its topics were not there when they were first looked for: whatever they hold now has not come after it.
    log.clusterId = CLUSTER;
    const later = await openSite(path, unmet);
    await later[Symbol.asyncDispose]();
    expect(later.read).toMatchObject([{ outcome: 'LOG_GONE' }]);
    expect(readFileSync(`${path}.refused`).equals(before)).toBe(true);
  });

  it('is not written while history is still read', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const log = centre(3);
    const site = await openSite(path, { state: log.state, intervalMs: 1, log: () => ({ caughtUp: false, clusterId: CLUSTER }) });
    await site[Symbol.asyncDispose]();
    expect(existsSync(path)).toBe(false);
    expect(site.failed).toEqual([]);
  });

  it('is written again and again while the state changes, and each is true where it was finished', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    const log = centre(300);
    const site = await openSite(path, { state: log.state, intervalMs: 1 });
    let n = 0;
    await until(
      () => {
        for (let i = 0; i < 20; i += 1)
          log.agent(`agent-${n % 300}`, n++ % 2 === 0 ? 'EventAgentNotReady' : 'EventAgentReady', { ThisDN: `7${n % 300}` });
        return site.written.length >= 3;
      },
      { what: 'checkpoints' },
    );
    // One of the middle, and the log from there.
    await using read = await openSite(path);
    const { offsets } = read.checkpoints.meet(CLUSTER) ?? { offsets: new Map<string, Map<number, bigint>>() };
    const next = offsets.get(TOPICS.agentState)?.get(0) ?? 0n;
    for (const { place, events } of log.records) {
      if (place.offset < next) continue;
      read.state.advance(place.timestampMs);
      read.state.apply(place, events);
    }
    read.state.advance(log.nowMs);
    expect(everything(read.state, scope)).toEqual(everything(log.state, scope));
    await site[Symbol.asyncDispose]();
    for (const { longestPauseSeconds, bytes, lines } of site.written) {
      expect(longestPauseSeconds).toBeGreaterThan(0);
      expect(bytes).toBeGreaterThan(100_000);
      expect(lines).toBeGreaterThanOrEqual(902);
    }
  });

  it('is given up where the state changes faster than it can be copied, and tried again', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    let lines = 0;
    const site = await openSite(path, {
      intervalMs: 1,
      copy: () => ({
        take: () => {
          lines += 50_000;
          return 'x\n';
        },
        leftMs: 1000,
        get lines() {
          return lines;
        },
        finish: () => ({ text: '', offsets: new Map(), clockMs: 0 }),
        [Symbol.dispose]: () => {},
      }),
    });
    await until(() => site.failed.length >= 2, { what: 'two attempts' });
    expect(site.failed[0]).toEqual({ path, problem: 'the state changes faster than it can be copied' });
    await site[Symbol.asyncDispose]();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('that cannot be written leaves the one before as it is, is told of, and written when that is possible again', async () => {
    using folder = temporaryFolder();
    const inner = join(folder.path, 'inner');
    mkdirSync(inner);
    const path = join(inner, 'state');
    const log = await written(path);
    const good = readFileSync(path);
    const site = await openSite(path, { state: log.state, intervalMs: 1, clusterId: 'another cluster' });
    // The disk is gone, with all that is on it.
    renameSync(inner, join(folder.path, 'away'));
    await until(() => site.failed.length >= 2, { what: 'attempts that fail' });
    expect(site.failed.at(-1)).toEqual({ path, problem: expect.stringContaining('ENOENT') });
    expect(site.checkpoints.figures.failures).toBe(site.failed.length);
    const before = site.written.length;
    if (before === 0) expect(readFileSync(join(folder.path, 'away', 'state')).equals(good)).toBe(true);
    renameSync(join(folder.path, 'away'), inner);
    await until(() => site.written.length > before, { what: 'a checkpoint again' });
    await site[Symbol.asyncDispose]();
    await using read = await openSite(path, { clusterId: 'another cluster' });
    expect(read.read).toMatchObject([{ outcome: 'RESTORED' }]);
  });

  it('leaves no trace of an attempt, its own or of a process that was killed', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'state');
    await written(path);
    writeFileSync(`${path}.4711.tmp`, 'data of callers');
    writeFileSync(join(folder.path, 'state2.1.tmp'), 'not ours');
    chmodSync(path, 0o644);
    const site = await openSite(path);
    expect(readdirSync(folder.path).toSorted()).toEqual(['state', 'state2.1.tmp']);
    await site[Symbol.asyncDispose]();
    expect(readdirSync(folder.path).toSorted()).toEqual(['state', 'state2.1.tmp']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['in no folder', 'absent/state', /folder that does not exist \(ENOENT\): create it, or name another one\.$/],
    ['that is a folder', 'folder', /which is a folder \(EISDIR\): name a file in it\.$/],
    ['below a file', 'file/state', /which cannot be used \(ENOTDIR\): name a file that this process may read and write/],
  ])('%s is refused at the start, with what to do', async (_name, name, message) => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, 'folder'));
    writeFileSync(join(folder.path, 'file'), '');
    await expect(openSite(join(folder.path, name))).rejects.toThrow(message);
  });
});
