"""Events in Python 3.10 or newer: pip install 'gql[websockets]'"""

import asyncio
import random

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport

EVENTS = gql("""
    subscription ($tenantId: ID!) {
      agentStateEvents(tenantId: $tenantId) {
        __typename
        ... on AgentEvent { eventId agentId thisDn time }
      }
    }
""")
EVENTS.variable_values = {"tenantId": "acme"}


async def main() -> None:
    delay = 1.0
    while True:
        transport = WebsocketsTransport(
            url="ws://127.0.0.1:4000/graphql",
            subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL],
            # Notice a connection that died without a word.
            ping_interval=10,
            pong_timeout=5,
            close_timeout=5,
        )
        try:
            async with Client(transport=transport) as session:
                async for result in session.subscribe(EVENTS):
                    delay = 1.0
                    print(result["agentStateEvents"], flush=True)
        except TransportQueryError:
            raise  # An error of this one operation: to come back would not help.
        except Exception as error:  # The reconnecting session of gql reconnects, but does not subscribe again.
            print(f"coming back: {error!r}", flush=True)
        await asyncio.sleep(random.uniform(0, delay))
        delay = min(delay * 2, 30)


asyncio.run(main())
