/** What GraphiQL shows at first: operations to run against the demo, and to start from. */

export const EXAMPLE_OPERATIONS = `# Press play and choose. Queries answer once, from the
# memory of the gateway; subscriptions deliver events as
# they happen until you press again.
# The book on the left documents every field.

# Who is available in queue 8001?
query Available {
  queue(tenantId: "acme", queueId: "8001") {
    agentsLoggedIn
    agentsReady
  }
  agents(
    tenantId: "acme"
    filter: { queueIds: ["8001"], states: [READY] }
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
    serverTime
  }
}

# Which calls wait, and since when? Queues with their
# figures, and the calls of one with what callers hear.
# For longest first, order by queuedAt in your own code.
query Waiting {
  tenantSummary(tenantId: "acme") {
    callsWaiting
    longestWaitSince
    serverTime
  }
  queues(tenantId: "acme") {
    queueId
    callsWaiting
    oldestWaitSince
    offered
    answered
    abandoned
  }
  callThreads(
    tenantId: "acme"
    filter: { queueIds: ["8001"], statuses: [ACTIVE] }
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

# What is agent 1001 doing?
query OneAgent {
  agent(tenantId: "acme", agentId: "1001") {
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

# The story of one call thread: here the first that goes
# on. For a certain one ask for
# callThread(tenantId:, callThreadId:).
query OneCallThread {
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

subscription Agents {
  agentStateEvents(tenantId: "acme") {
    __typename
    ... on AgentEvent {
      agentId
      thisDn
      time
    }
    ... on EventAgentNotReady {
      agentWorkMode
      reasons
    }
  }
}

subscription Calls {
  callThreadEvents(tenantId: "acme") {
    __typename
    ... on CallEvent {
      callThreadId
      callType
      callState
      thisDn
      time
    }
    ... on EventQueued {
      thisQueue
      ani
    }
  }
}

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
`;
