/** The frames that the gateway would send, to the byte, made beforehand: so all have the same to send. */
import { parse, validateSubscriptionArgs } from 'graphql';
import { catalogue } from '../../src/events/catalogue.ts';
import { createDecoder } from '../../src/events/decode.ts';
import { Plan } from '../../src/graphql/plan.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { MemoryLog } from '../../src/source/memory.ts';
import { AGENT_STATE, OPERATION } from '../../load/workload.ts';
import type { Written } from '../../load/workload.ts';

/** All subscriptions of a baseline have the same id: with one of their own each, no string would be ready. */
export const BASELINE_ID = 'baseline';

export type ReadyFrame = { readonly agentId: string; readonly frame: string };

export function createFrames(): (record: Written) => ReadyFrame {
  // Only for the offsets, which are part of what is sent.
  const log = new MemoryLog({ topics: [AGENT_STATE], maxRecords: 1 });
  const decode = createDecoder({ catalogue, families: new Map([[AGENT_STATE, 'agentState']]), maxRecordBytes: 1024 * 1024 });
  const args = validateSubscriptionArgs({ schema: createSchema(catalogue), document: parse(OPERATION) });
  if (!('schema' in args)) throw new Error(String(args[0]));
  const plan = new Plan(args);
  return (record) => {
    const { partition, offset } = log.append(record);
    const [event] = decode(AGENT_STATE, partition, { ...record, offset }, record.timestampMs).events;
    if (event === undefined) throw new Error('no event');
    return { agentId: event.agentId ?? '', frame: `{"id":"${BASELINE_ID}","type":"next","payload":${plan.text(event)}}` };
  };
}
