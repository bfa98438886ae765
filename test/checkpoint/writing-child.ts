/** A process that does nothing but write the checkpoint of a state that changes; its argument is the path. It is there to be killed. */
import { centre, openSite } from './site.ts';

const log = centre(500);
const site = await openSite(process.argv[2] ?? '', { state: log.state, intervalMs: 1 });
let n = 0;
let told = 0;
setInterval(() => {
  n += 1;
  log.agent(`agent-${n % 500}`, n % 2 === 0 ? 'EventAgentNotReady' : 'EventAgentReady', { ThisDN: `7${n % 500}` });
  log.records.length = 0;
  if (site.written.length === told) return;
  told = site.written.length;
  console.log(`written ${told}`);
}, 1);
