/** The compressions that kafkajs lacks, in the framing that Kafka's Java clients write and read. gzip it has itself. */

import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';

import kafkajs from 'kafkajs';
import lz4 from 'lz4-napi';
import snappy from 'snappy';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** What kafkajs hands in for compressing: its own growing buffer. */
type Encoder = { readonly buffer: Buffer };
type Codec = { compress(encoder: Encoder): Promise<Buffer>; decompress(buffer: Buffer): Promise<Buffer> };

// snappy-java's stream: this magic, two versions, then blocks of a big-endian length and raw snappy.
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = Buffer.concat([XERIAL_MAGIC, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])]);
// What snappy-java uses by default; a reader may size its buffer by it.
const XERIAL_BLOCK_BYTES = 32 * 1024;
const LENGTH_BYTES = 4;

async function snappyDecompress(data: Buffer): Promise<Buffer> {
  if (!data.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return asBuffer(await snappy.uncompress(data));
  const blocks: Buffer[] = [];
  let at = XERIAL_HEADER.length;
  while (at + LENGTH_BYTES <= data.length) {
    const end = at + LENGTH_BYTES + data.readUInt32BE(at);
    if (end > data.length) throw new Error('snappy block is cut short');
    blocks.push(asBuffer(snappy.uncompressSync(data.subarray(at + LENGTH_BYTES, end))));
    at = end;
  }
  return Buffer.concat(blocks);
}

async function snappyCompress(data: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [XERIAL_HEADER];
  for (let at = 0; at < data.length; at += XERIAL_BLOCK_BYTES) {
    const block = snappy.compressSync(data.subarray(at, at + XERIAL_BLOCK_BYTES));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

const asBuffer = (data: string | Buffer): Buffer => (typeof data === 'string' ? Buffer.from(data) : data);

const zstd = { compress: promisify(zstdCompress), decompress: promisify(zstdDecompress) };

const CODECS: readonly (readonly [number, Codec])[] = [
  [CompressionTypes.Snappy, { compress: ({ buffer }) => snappyCompress(buffer), decompress: snappyDecompress }],
  [CompressionTypes.LZ4, { compress: ({ buffer }) => lz4.compressFrame(buffer), decompress: (buffer) => lz4.decompressFrame(buffer) }],
  [CompressionTypes.ZSTD, { compress: ({ buffer }) => zstd.compress(buffer), decompress: (buffer) => zstd.decompress(buffer) }],
];

/** kafkajs keeps its codecs in one table per process; setting them twice is harmless. */
export function registerCodecs(): void {
  const table: Record<number, () => unknown> = CompressionCodecs;
  for (const [type, codec] of CODECS) table[type] = () => codec;
}
