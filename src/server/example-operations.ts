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

const queueAgents: ExampleOperation = {
  query: `# Who is logged in to queue 8001? First all of
# them (SNAPSHOT), then whoever has changed
# (CHANGE); nothing comes while nothing happens.
# The newest payload stands on the right: a page
# puts them together, by agentId.
subscription QueueAgents(
  $tenantId: ID!
  $queueId: ID!
) {
  agents(
    tenantId: $tenantId
    # stateLongerThanSeconds: 600 shows those who
    # have been in their state for ten minutes.
    filter: { queueIds: [$queueId] }
  ) {
    kind
    snapshotBegins
    snapshotComplete
    agents {
      agentId
      state
      stateSince
      activity
      reasonCode
    }
    # Who has logged out of the queue.
    removed
    # Let durations tick from this clock.
    serverTime
    # False: this may be behind.
    sourceHealthy
  }
}
`,
  variables: `{
  "tenantId": "acme",
  "queueId": "8001"
}`,
};

const queueCalls: ExampleOperation = {
  query: `# Which calls wait in queue 8001, and what do the
# callers hear? They come and go by themselves: who
# is answered or hangs up is in removed.
subscription QueueCalls(
  $tenantId: ID!
  $queueId: ID!
  $seconds: Int
) {
  callThreads(
    tenantId: $tenantId
    filter: {
      queueIds: [$queueId]
      # An alarm, where it is more than 0.
      waitingLongerThanSeconds: $seconds
    }
  ) {
    kind
    snapshotBegins
    snapshotComplete
    callThreads {
      callThreadId
      # An entry without leftAt is a call that waits.
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
    removed
    serverTime
    sourceHealthy
  }
}
`,
  variables: `{
  "tenantId": "acme",
  "queueId": "8001",
  "seconds": 0
}`,
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
export const EXAMPLE_OPERATIONS: readonly ExampleOperation[] = [
  wallboard,
  queueAgents,
  queueCalls,
  oneAgent,
  oneCall,
  liveAgents,
  liveCalls,
  status,
];
