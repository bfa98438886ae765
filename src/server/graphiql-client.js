/** Runs in the page: GraphiQL, with queries by fetch and subscriptions by graphql-ws. Both take the headers of the headers pane along. */
/* global document, graphqlWs, localStorage, location, YogaGraphiQL */
const { title, logo, tabs, workers } = JSON.parse(document.querySelector('#data').textContent);
const endpoint = `${location.origin}${location.pathname}`;

const workerUrls = new Map(
  Object.entries(workers).map(([label, source]) => [label, URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))]),
);
globalThis.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_moduleId, label) => workerUrls.get(label) };

async function query(operation, headers) {
  // A POST to the address of the page would make the browser forget the page.
  const response = await fetch(`${endpoint}?from=graphiql`, {
    method: 'POST',
    headers: { accept: 'application/graphql-response+json, application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(operation),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`HTTP ${response.status}: ${text}`);
  }
}

/** What the gateway closes with when it refuses the token: to try again with the same one is no use. */
const REFUSED = 4403;

/** A socket for each subscription, since connection_init takes the headers; it comes back after any outage. */
function subscribe(operation, headers) {
  return {
    subscribe(sink) {
      let [stood, lost] = [false, false];
      const client = graphqlWs.createClient({
        url: endpoint.replace(/^http/, 'ws'),
        connectionParams: headers,
        retryAttempts: Infinity,
        retryWait: () => new Promise((resolve) => setTimeout(resolve, 1000 + Math.random() * 1000)),
        shouldRetry: ({ code, reason }) => {
          if (!stood || code === REFUSED) return false;
          lost = true;
          sink.next({ message: `The connection was lost${reason ? ` (${code} ${reason})` : ''}. GraphiQL goes on trying.` });
          return true;
        },
        on: {
          connected: () => {
            stood = true;
            if (lost) sink.next({ message: 'The connection is back: what happens from now on is shown here.' });
            lost = false;
          },
        },
      });
      const unsubscribe = client.subscribe(operation, {
        next: (result) => sink.next(result),
        error: (error) =>
          sink.error(typeof error?.code === 'number' ? new Error(`Connection closed: ${error.code} ${error.reason}`) : error),
        complete: () => sink.complete(),
      });
      return { unsubscribe };
    },
  };
}

function isSubscription({ operationName }, document) {
  const operations = document?.definitions.filter(({ kind }) => kind === 'OperationDefinition') ?? [];
  const operation = operations.length === 1 ? operations[0] : operations.find(({ name }) => name?.value === operationName);
  return operation?.operation === 'subscription';
}

/** Other GraphiQLs of this machine have stood at the same port: their tabs are not ours. */
const PREFIX = 'voice-events:';
const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const storage = {
  getItem: (key) => localStorage.getItem(PREFIX + key),
  setItem: (key, value) => localStorage.setItem(PREFIX + key, value),
  removeItem: (key) => localStorage.removeItem(PREFIX + key),
  clear: () => kept().forEach((key) => localStorage.removeItem(key)),
  get length() {
    return kept().length;
  },
};

YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title,
  logo,
  defaultTabs: tabs,
  storage,
  fetcher: (operation, { headers, documentAST }) => (isSubscription(operation, documentAST) ? subscribe : query)(operation, headers),
  defaultEditorToolsVisibility: 'variables',
  // Left to the settings of the user, off at first: a token is not to stay in the browser unasked.
  shouldPersistHeaders: undefined,
  // The address stays as it is: with an operation in it a reload would be answered with its result.
  onEditQuery: () => {},
});
