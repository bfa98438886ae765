/** The tabs that GraphiQL opens with at the first visit: operations to run against the demo, and to start from. */

export type ExampleOperation = {
  /** One operation; its name is the title of the tab. */
  readonly query: string;
  /** JSON for the pane below the operation, as GraphiQL has it. */
  readonly variables?: string;
  readonly headers?: string;
};

const wallboard: ExampleOperation = {
  query: `# Who is available in queue 8001? Press play: the
# gateway answers from its own memory. The book on
# the left documents every field.
query Wallboard {
  queue(tenantId: "acme", queueId: "8001") {
    agentsLoggedIn
    agentsReady
    callsWaiting
    oldestWaitSince
    # Counted since midnight in DAY_TIME_ZONE.
    offered
    answered
    abandoned
  }
  # Available is who is READY and whose activity
  # is IDLE: whoever talks is READY, too.
  agents(
    tenantId: "acme"
    filter: {
      queueIds: ["8001"]
      states: [READY]
    }
  ) {
    edges {
      node {
        agentId
        activity
        stateSince
        dns {
          dn
          doNotDisturb
        }
      }
    }
    # Show durations against this clock.
    serverTime
  }
}
`,
};

const callsWaiting: ExampleOperation = {
  query: `# Which calls wait, and what do the callers hear?
# Lists are ordered by id, so pages stay whole: for
# the longest wait first, order by queuedAt.
query CallsWaiting {
  tenantSummary(tenantId: "acme") {
    callsWaiting
    longestWaitSince
    serverTime
  }
  queues(tenantId: "acme") {
    queueId
    callsWaiting
    oldestWaitSince
  }
  # An entry without leftAt is a call that waits.
  callThreads(
    tenantId: "acme"
    filter: {
      queueIds: ["8001"]
      statuses: [ACTIVE]
    }
  ) {
    edges {
      node {
        callThreadId
        queues {
          queueId
          queuedAt
          leftAt
          outcome
        }
        treatments {
          type
          state
        }
        calls {
          ani
          userData
        }
      }
    }
  }
}
`,
};

const oneAgent: ExampleOperation = {
  query: `# What does one agent do, and on which telephones?
# The variables below tell which agent.
query OneAgent($tenantId: ID!, $agentId: ID!) {
  agent(tenantId: $tenantId, agentId: $agentId) {
    state
    stateSince
    activity
    workMode
    reasonCode
    sessions {
      dn
      loggedIn
      since
      ready
      queues {
        queueId
        since
      }
    }
    calls {
      callThreadId
      parties {
        dn
        role
        state
        since
        agentId
      }
    }
    lastEvent {
      ... on AgentEvent {
        name
        time
      }
    }
  }
}
`,
  variables: `{
  "tenantId": "acme",
  "agentId": "1001"
}`,
};

const oneCall: ExampleOperation = {
  query: `# The story of one contact with a customer, over
# all of its calls: here of the first that goes on.
# For a certain one ask for
# callThread(tenantId:, callThreadId:).
query OneCall {
  callThreads(
    tenantId: "acme"
    filter: { statuses: [ACTIVE] }
    first: 1
  ) {
    edges {
      node {
        callThreadId
        status
        startedAt
        calls {
          connId
          callType
          ani
          dnis
          previousConnId
          userData
        }
        queues {
          queueId
          queuedAt
          leftAt
          outcome
          to
        }
        treatments {
          type
          state
          collectedDigits
        }
        parties {
          connId
          dn
          role
          state
          since
          agentId
          queueId
          cause
        }
        agents {
          agentId
          state
          activity
        }
        lastEvent {
          ... on CallEvent {
            name
            thisDn
            time
          }
        }
      }
    }
  }
}
`,
};

const liveAgents: ExampleOperation = {
  query: `# What happens to agents and telephones, live: the
# newest event stands on the right until the next
# one comes. Press again to stop.
subscription LiveAgents {
  agentStateEvents(tenantId: "acme") {
    __typename
    ... on AgentEvent {
      agentId
      thisDn
      time
    }
    # Each type of event has fields of its own.
    ... on EventAgentNotReady {
      agentWorkMode
      reasons
    }
  }
}
`,
};

const liveCalls: ExampleOperation = {
  query: `# What happens to the calls of some queues, live.
# A filter matches what the event itself names;
# leave queueIds out for all calls.
subscription LiveCalls(
  $tenantId: ID!
  $queueIds: [ID!]
) {
  callThreadEvents(
    tenantId: $tenantId
    queueIds: $queueIds
  ) {
    __typename
    ... on CallEvent {
      eventId
      time
      callThreadId
      callType
      thisDn
    }
    # Each type of event has fields of its own.
    ... on EventQueued {
      thisQueue
      ani
      dnis
      userData
    }
    ... on EventEstablished {
      loginId
      otherDn
    }
  }
}
`,
  variables: `{
  "tenantId": "acme",
  "queueIds": ["8001", "8101"]
}`,
};

const status: ExampleOperation = {
  query: `# How this gateway stands: answers at any time,
# also while history is still being read. The
# headers below go with the queries of this tab; of
# a subscription they are the payload of its
# connection_init. The demo needs none of them.
query Status {
  gateway {
    version
    ready
    partitions {
      topic
      partition
      position
      lag
    }
  }
}
`,
  headers: `{
  "Authorization": "Bearer <token>"
}`,
};

/** The first one is open. */
export const EXAMPLE_OPERATIONS: readonly ExampleOperation[] = [wallboard, callsWaiting, oneAgent, oneCall, liveAgents, liveCalls, status];
