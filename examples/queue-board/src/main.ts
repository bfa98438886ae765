/** The page: `?tenant=acme&queue=8001`. */
import { connect } from './gateway.ts';
import { Queue } from './queue.ts';
import { show, showConnection } from './view.ts';

const parameters = new URLSearchParams(location.search);
const tenantId = parameters.get('tenant') ?? 'acme';
const queueId = parameters.get('queue') ?? '8001';

const title = document.getElementById('title');
if (title !== null) title.textContent = `Queue ${queueId} of ${tenantId}`;

const gateway = connect((connection) => {
  showConnection(connection);
  // What happened while the connection was lost is in the state.
  if (connection === 'live') queue.askAll();
});
const queue: Queue = new Queue(gateway, tenantId, queueId, () => show(queue, queueId));
setInterval(() => show(queue, queueId), 1000);
