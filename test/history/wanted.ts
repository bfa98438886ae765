/** What an event subscription is to get, from its arguments and its token: the model of the tests of trust, over the records of the log. */
import { catalogue } from '../../src/events/catalogue.ts';
import type { Json } from '../../src/events/vocabulary.ts';
import { matches, sees, wrongIn } from '../trust/model.ts';
import type { Plain } from '../trust/world.ts';
import type { Expected } from './delivery.ts';
import type { History, Subscription } from './history.ts';
import type { Written } from './records.ts';

/** For any subscription of a run. */
export function wantedIn(topics: History['topics'], written: readonly Written[]): (subscription: Subscription) => Expected {
  const plains = new Map(written.map((event) => [event, asPlain(event, topics)]));
  const plainOf = (event: Written): Plain => plains.get(event) ?? asPlain(event, topics);
  return ({ field, filter, caller }) => {
    const topic = field === 'agentStateEvents' ? topics.agentState : topics.callThread;
    return {
      written,
      wants: (event) => {
        if (event.topic !== topic) return false;
        const plain = plainOf(event);
        return sees(caller, plain) && matches(filter, plain, typeOf(plain));
      },
      wrongIn: (event, shown) => wrongIn(caller, plainOf(event), shown),
    };
  };
}

/** The records here spell attributes as they are documented. */
function asPlain({ eventId, topic, tenantId, id, attributes }: Written, { agentState }: History['topics']): Plain {
  return {
    family: topic === agentState ? 'agentState' : 'callThread',
    tenantId,
    entityId: id,
    name: String(attributes['id']),
    marker: eventId,
    attributes: attributes as Plain['attributes'],
    members: new Map(Object.entries(attributes).map(([name, value]) => [name, { attribute: name, value: value as Json }])),
    text: '',
  };
}

function typeOf({ family, name }: Plain): string {
  return catalogue[family].some((definition) => definition.name === name) ? name : 'UNRECOGNIZED';
}
